'use client'
import {
  ChevronRight,
  Ellipsis,
  Folder as FolderIcon,
  FolderInput,
  FolderPlus,
  Pencil,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import { listAddress, pageSize, type ListQuery } from '#features/documents/document-item'
import { useDocumentDrop } from '#features/documents/folders/dragged-documents'
import { folderPath, type Folder } from '#features/documents/folders/folder'
import { DeleteFolderDialog, NameFolderDialog } from '#features/documents/folders/folder-dialogs.tsx'
import {
  fileDocument,
  makeFolder,
  moveFolder,
  removeFolder,
  renameFolder,
} from '#features/documents/folders/folder-requests'
import { MoveDialog } from '#features/documents/folders/move-dialog.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#ui/menu'

type FolderBarProps = { folders: readonly Folder[]; query: ListQuery }

type Step = { kind: 'naming'; folder: Folder | null } | { kind: 'moving' | 'deleting'; folder: Folder }

/** The way to the present folder, the folders in it, and what can be done with them. Documents drop on each. */
export function FolderBar({ folders, query }: FolderBarProps) {
  const t = useTranslations('home.folders')
  const router = useRouter()
  const [step, setStep] = useState<Step | null>(null)
  const [failed, setFailed] = useState(false)
  const path = folderPath(folders, query.folder)
  const here = path.at(-1) ?? null
  const inside = folders.filter(({ parentId }) => parentId === (here?.id ?? null))
  const addressOf = (folder: string | null) => listAddress({ ...query, folder, limit: pageSize })

  const change = async (doIt: () => Promise<void>) => {
    setFailed(false)
    try {
      await doIt()
    } catch (error) {
      console.warn('A folder could not be changed', error)
      setFailed(true)
    }
    router.refresh()
  }
  const drop = (folderId: string | null) => (ids: readonly string[]) =>
    void change(async () => {
      // oxlint-disable-next-line no-await-in-loop -- the server should not meet a hundred at once
      for (const id of ids) await fileDocument(id, folderId)
    })
  const close = () => setStep(null)
  const deleteHere = (folder: Folder) =>
    change(async () => {
      await removeFolder(folder.id)
      if (folder.id === here?.id) router.replace(addressOf(folder.parentId))
    })

  return (
    <section aria-label={t('label')} className="mb-5">
      {here && (
        <nav aria-label={t('path')} className="mb-2 flex flex-wrap items-center gap-1 text-sm">
          <Crumb href={addressOf(null)} onDrop={drop(null)}>
            {t('all')}
          </Crumb>
          {path.map((folder) => (
            <span key={folder.id} className="inline-flex min-w-0 items-center gap-1">
              <ChevronRight className="size-4 shrink-0 text-muted" aria-hidden />
              {folder === here ? (
                <h2 className="max-w-60 truncate px-1 font-semibold">{folder.name}</h2>
              ) : (
                <Crumb href={addressOf(folder.id)} onDrop={drop(folder.id)}>
                  {folder.name}
                </Crumb>
              )}
            </span>
          ))}
          <FolderMenu folder={here} onStep={setStep} />
        </nav>
      )}
      <ul className="flex flex-wrap gap-2">
        {inside.map((folder) => (
          <li key={folder.id}>
            <FolderChip
              folder={folder}
              href={addressOf(folder.id)}
              onDrop={drop(folder.id)}
              onStep={setStep}
            />
          </li>
        ))}
        <li>
          <Button variant="quiet" onClick={() => setStep({ kind: 'naming', folder: null })}>
            <FolderPlus aria-hidden />
            {t('new')}
          </Button>
        </li>
      </ul>
      <p role="alert" className="mt-2 text-sm text-danger empty:hidden">
        {failed && t('failed')}
      </p>
      <NameFolderDialog
        open={step?.kind === 'naming'}
        folder={step?.folder ?? null}
        onClose={close}
        onName={(name) =>
          void change(() =>
            step?.folder ? renameFolder(step.folder.id, name) : makeFolder(name, here?.id ?? null),
          )
        }
      />
      <MoveDialog
        open={step?.kind === 'moving'}
        title={t('moveTitle', { name: step?.folder?.name ?? '' })}
        folders={folders}
        moved={step?.folder?.id ?? null}
        present={step?.folder?.parentId}
        onClose={close}
        onMove={(parentId) =>
          void (step?.folder && change(() => moveFolder(step.folder?.id ?? '', parentId)))
        }
      />
      <DeleteFolderDialog
        folder={step?.kind === 'deleting' ? step.folder : null}
        onClose={close}
        onDelete={() => void (step?.folder && deleteHere(step.folder))}
      />
    </section>
  )
}

type DropProps = { href: string; onDrop: (ids: readonly string[]) => void }
const over = 'outline-2 outline-accent bg-accent-soft'

function Crumb({ href, onDrop, children }: DropProps & { children: string }) {
  const { isOver, handlers } = useDocumentDrop(onDrop)
  return (
    <Link
      href={href}
      prefetch={false}
      {...handlers}
      className={`max-w-60 truncate rounded-md px-1 text-muted hover:underline ${isOver ? over : ''}`}
    >
      {children}
    </Link>
  )
}

type ChipProps = DropProps & { folder: Folder; onStep: (step: Step) => void }

function FolderChip({ folder, href, onDrop, onStep }: ChipProps) {
  const { isOver, handlers } = useDocumentDrop(onDrop)
  return (
    <span
      {...handlers}
      className={`flex max-w-72 items-center rounded-md border border-line bg-sheet transition-colors hover:border-line-strong ${isOver ? over : ''}`}
    >
      <Link
        href={href}
        prefetch={false}
        className="inline-flex min-h-target min-w-0 items-center gap-2 rounded-md py-1 pl-3 text-sm font-semibold"
      >
        <FolderIcon className="size-4 shrink-0 text-muted" aria-hidden />
        <span className="truncate">{folder.name}</span>
      </Link>
      <FolderMenu folder={folder} onStep={onStep} />
    </span>
  )
}

function FolderMenu({ folder, onStep }: Pick<ChipProps, 'folder' | 'onStep'>) {
  const t = useTranslations('home.folders')
  return (
    <Menu>
      <MenuTrigger>
        <IconButton label={t('menu', { name: folder.name })} icon={<Ellipsis className="text-muted" />} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem icon={<Pencil />} onSelect={() => onStep({ kind: 'naming', folder })}>
          {t('rename')}
        </MenuItem>
        <MenuItem icon={<FolderInput />} onSelect={() => onStep({ kind: 'moving', folder })}>
          {t('move')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} danger onSelect={() => onStep({ kind: 'deleting', folder })}>
          {t('delete')}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
