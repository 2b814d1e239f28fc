import { useTranslations } from 'next-intl'

import { BlankSheet } from '#features/documents/blank-sheet.tsx'
import { NewDocumentButton } from '#features/documents/new-document-button.tsx'
import { RecentDocuments, type RecentDocument } from '#features/documents/recent-documents.tsx'

/** What somebody finds at `/`: a way to begin, and what they opened before. */
export function Home({ documents, now }: { documents: readonly RecentDocument[]; now: number }) {
  return documents.length === 0 ? <Beginning /> : <Documents documents={documents} now={now} />
}

function Documents({ documents, now }: { documents: readonly RecentDocument[]; now: number }) {
  const t = useTranslations('documents')
  return (
    <main className="mx-auto w-full max-w-6xl px-4 pt-8 pb-16 desk:px-8 desk:pt-12">
      <div className="mb-6 flex flex-col gap-4 desk:mb-8 desk:flex-row desk:items-start desk:justify-between">
        <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
        <NewDocumentButton />
      </div>
      <RecentDocuments documents={documents} now={now} />
    </main>
  )
}

function Beginning() {
  const t = useTranslations('documents')
  return (
    <main className="mx-auto flex w-full max-w-xl grow flex-col items-center justify-center px-6 pt-8 pb-24 text-center">
      <BlankSheet />
      <h1 className="mt-8 text-2xl font-semibold tracking-tight text-balance desk:text-3xl">
        {t('empty.title')}
      </h1>
      <p className="mt-3 mb-7 max-w-md text-lg text-pretty text-muted">{t('empty.text')}</p>
      <NewDocumentButton />
    </main>
  )
}
