import { FileStack } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'

import { BlankSheet } from '#features/documents/blank-sheet.tsx'
import { listAddress, type DocumentList, type ListQuery } from '#features/documents/document-item'
import { OpenFileButton } from '#features/documents/files/open-file-button.tsx'
import { FolderBar } from '#features/documents/folders/folder-bar.tsx'
import { ListControls } from '#features/documents/home/list-controls.tsx'
import { NewDocumentButton } from '#features/documents/new-document-button.tsx'
import { TemplateCards, type TemplateChoice } from '#features/documents/templates/template-cards.tsx'
import { Button } from '#ui/button'

type HomeProps = {
  /** Nothing is theirs, in the trash neither. */
  isNewcomer: boolean
  list: DocumentList
  query: ListQuery
  templates: readonly TemplateChoice[]
  /** In place of the ways to begin a document, for whom there are none. */
  instead?: ReactNode
  /** What is to know of the list. */
  note?: ReactNode
  /** The list itself, which the page puts together. */
  children: ReactNode
}

/** What somebody finds at `/`: a way to begin, what they opened before, and how to find it. */
export function Home({ isNewcomer, list, query, templates, instead, note, children }: HomeProps) {
  const t = useTranslations('documents')
  if (isNewcomer && query.view !== 'templates') return <Beginning query={query} instead={instead} />
  return (
    <main className="mx-auto w-full max-w-6xl px-4 pt-8 pb-16 desk:px-8 desk:pt-12">
      <div className="mb-6 flex flex-col gap-4 desk:flex-row desk:items-start desk:justify-between">
        <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
        <div className="flex flex-col gap-3 desk:flex-row">
          {instead ?? (
            <>
              <NewDocumentButton folderId={query.folder ?? undefined} />
              {query.view !== 'templates' && <TemplatesLink query={query} />}
              <OpenFileButton />
            </>
          )}
        </div>
      </div>
      <ListControls query={query} />
      {note}
      {query.view === 'all' && query.text === '' && <FolderBar folders={list.folders} query={query} />}
      {query.view === 'templates' && query.text === '' && !instead && <TemplateCards templates={templates} />}
      {list.documents.length === 0 ? <NothingHere query={query} /> : children}
    </main>
  )
}

function Beginning({ query, instead }: { query: ListQuery; instead: ReactNode }) {
  const t = useTranslations('documents')
  return (
    <main className="mx-auto flex w-full max-w-xl grow flex-col items-center justify-center px-6 pt-8 pb-24 text-center">
      <BlankSheet />
      <h1 className="mt-8 text-2xl font-semibold tracking-tight text-balance desk:text-3xl">
        {t('empty.title')}
      </h1>
      <p className="mt-3 mb-7 max-w-md text-lg text-pretty text-muted">{t('empty.text')}</p>
      <div className="flex flex-col gap-3 desk:flex-row">
        {instead ?? (
          <>
            <NewDocumentButton />
            <TemplatesLink query={query} />
            <OpenFileButton />
          </>
        )}
      </div>
    </main>
  )
}

function TemplatesLink({ query }: { query: ListQuery }) {
  const t = useTranslations('home.templates')
  return (
    <Button size="large" asChild>
      <Link href={listAddress({ ...query, view: 'templates', folder: null, text: '' })} prefetch={false}>
        <FileStack aria-hidden />
        {t('begin')}
      </Link>
    </Button>
  )
}

function NothingHere({ query }: { query: ListQuery }) {
  const t = useTranslations('home.nothing')
  const place = query.text !== '' ? 'search' : query.folder !== null ? 'folder' : query.view
  return (
    <div className="flex flex-col items-center px-4 py-16 text-center">
      <BlankSheet />
      <h2 className="mt-6 text-lg font-semibold">{t(`${place}.title`, { text: query.text })}</h2>
      <p className="mt-1 max-w-md text-pretty text-muted">{t(`${place}.text`)}</p>
    </div>
  )
}
