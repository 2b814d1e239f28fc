'use client'
import { Folder as FolderIcon, FolderRoot } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { folderTree, type Folder } from '#features/documents/folders/folder'
import { Dialog } from '#ui/dialog'

type MoveDialogProps = {
  open: boolean
  title: string
  folders: readonly Folder[]
  /** A folder that is moved itself, and so cannot come to be inside itself. */
  moved?: string | null
  /** Where it is now; undefined where that is not one place. */
  present?: string | null | undefined
  onClose: () => void
  onMove: (folderId: string | null) => void
}

/** Asks for a folder, with a pointer or with keys. */
export function MoveDialog({
  open,
  title,
  folders,
  moved = null,
  present,
  onClose,
  onMove,
}: MoveDialogProps) {
  const t = useTranslations('home.folders')
  const common = useTranslations('common')
  const choose = (folderId: string | null) => {
    onMove(folderId)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      closeLabel={common('close')}
    >
      <ul className="mt-3 flex flex-col gap-0.5">
        <Place isPresent={present === null} depth={0} onChoose={() => choose(null)} icon={<FolderRoot />}>
          {t('none')}
        </Place>
        {folderTree(folders, moved).map(({ folder, depth }) => (
          <Place
            key={folder.id}
            isPresent={present === folder.id}
            depth={depth}
            onChoose={() => choose(folder.id)}
            icon={<FolderIcon />}
          >
            {folder.name}
          </Place>
        ))}
      </ul>
      {folders.length === 0 && <p className="mt-3 text-sm text-muted">{t('noneYet')}</p>}
    </Dialog>
  )
}

type PlaceProps = {
  isPresent: boolean
  depth: number
  onChoose: () => void
  icon: React.ReactNode
  children: string
}

function Place({ isPresent, depth, onChoose, icon, children }: PlaceProps) {
  return (
    <li style={{ paddingInlineStart: `${Math.min(depth, 8) * 1.25}rem` }}>
      <button
        type="button"
        onClick={onChoose}
        aria-current={isPresent || undefined}
        className="flex min-h-target w-full items-center gap-2.5 rounded-md px-2 text-left text-sm hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent-text [&_svg]:size-4 [&_svg]:shrink-0"
      >
        {icon}
        <span className="min-w-0 truncate">{children}</span>
      </button>
    </li>
  )
}
