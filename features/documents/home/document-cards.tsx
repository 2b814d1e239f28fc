'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import {
  listAddress,
  pageSize,
  type DocumentItem,
  type DocumentList,
  type ListQuery,
} from '#features/documents/document-item'
import { dragDocuments } from '#features/documents/folders/dragged-documents'
import { MoveDialog } from '#features/documents/folders/move-dialog.tsx'
import { BulkBar } from '#features/documents/home/bulk-bar.tsx'
import { DeleteDialog } from '#features/documents/home/delete-dialog.tsx'
import { DocumentCard } from '#features/documents/home/document-card.tsx'
import { LeaveDialog } from '#features/documents/home/leave-dialog.tsx'
import { RenameDialog } from '#features/documents/home/rename-dialog.tsx'
import { useDocumentActions, type RenameDocument } from '#features/documents/home/use-document-actions'
import { useSelection } from '#features/documents/home/use-selection'
import { Button } from '#ui/button'

type DocumentCardsProps = {
  list: DocumentList
  query: ListQuery
  /** When the page was made, in milliseconds since the epoch. */
  now: number
  /** Whether they may make documents and change their own: guests may not everywhere. */
  mayMake: boolean
  /** Changes the title in the document itself. */
  rename: RenameDocument
}

/** Somebody's documents as small sheets, with what can be done with one or with several. */
export function DocumentCards({ list, query, now, mayMake, rename }: DocumentCardsProps) {
  const t = useTranslations('home')
  const router = useRouter()
  const actions = useDocumentActions(rename)
  const { selected, toggle, end } = useSelection(list.documents.map(({ id }) => id))
  const [renaming, setRenaming] = useState<DocumentItem | null>(null)
  const [moving, setMoving] = useState<readonly DocumentItem[]>([])
  const [deleting, setDeleting] = useState<readonly DocumentItem[]>([])
  const [leaving, setLeaving] = useState<DocumentItem | null>(null)
  const chosen = list.documents.filter(({ id }) => selected?.has(id))

  const nameOf = (folderId: string | null) => list.folders.find(({ id }) => id === folderId)?.name

  return (
    <>
      <output className="sr-only">
        {query.text !== '' && t('search.found', { count: list.documents.length })}
      </output>
      {actions.failed && (
        <p role="alert" className="mb-4 text-sm text-danger">
          {t('failed')}
        </p>
      )}
      {selected !== null && (
        <BulkBar
          chosen={chosen}
          inTrash={query.view === 'trash'}
          actions={actions}
          onMove={() => setMoving(chosen)}
          onDelete={() => setDeleting(chosen)}
          onDone={() => end()}
        />
      )}
      <ul className="grid gap-3 desk:grid-cols-3 desk:gap-5 wide:grid-cols-4">
        {list.documents.map((document) => (
          <li key={document.id}>
            <DocumentCard
              document={document}
              newTitle={actions.newTitles.get(document.id)}
              isTemplate={query.view === 'templates'}
              now={now}
              mayMake={mayMake}
              selected={selected === null ? null : selected.has(document.id)}
              folderName={query.folder === null ? nameOf(document.folderId) : undefined}
              onToggle={(upTo) => toggle(document.id, upTo)}
              onDrag={(event) =>
                dragDocuments(event, selected?.has(document.id) ? [...selected] : [document.id])
              }
              onMove={() => setMoving([document])}
              onSelect={() => toggle(document.id)}
              onRename={() => setRenaming(document)}
              onDelete={() => setDeleting([document])}
              onLeave={() => setLeaving(document)}
              actions={actions}
            />
          </li>
        ))}
      </ul>
      {list.more && query.text === '' && (
        <div className="mt-8 text-center">
          <Button asChild>
            <Link
              href={listAddress({ ...query, limit: query.limit + pageSize })}
              scroll={false}
              prefetch={false}
              replace
            >
              {t('more')}
            </Link>
          </Button>
        </div>
      )}
      <RenameDialog document={renaming} onClose={() => setRenaming(null)} actions={actions} />
      <MoveDialog
        open={moving.length > 0}
        title={t('folders.moveDocuments', { count: moving.length })}
        folders={list.folders}
        present={moving.length === 1 ? moving[0]?.folderId : undefined}
        onClose={() => setMoving([])}
        onMove={(folderId) => {
          end()
          void actions.file(
            moving.map(({ id }) => id),
            folderId,
          )
        }}
      />
      <LeaveDialog
        document={leaving}
        onClose={() => setLeaving(null)}
        onLeave={(id) => void actions.leave(id)}
      />
      <DeleteDialog
        documents={deleting}
        onClose={() => setDeleting([])}
        onDelete={() => {
          end()
          void actions.deleteForGood(deleting.map(({ id }) => id)).then(() => router.refresh())
        }}
      />
    </>
  )
}
