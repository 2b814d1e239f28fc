'use client'
import { BookX, CloudOff, DoorClosed, FileWarning, PencilOff, RefreshCw, Scissors } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useParams } from 'next/navigation'

import type { SessionProblem } from '#features/editor/collab-session'
import { Button } from '#ui/button'

import { deleteLocalCopy } from './forget-local-copy.tsx'

const icons = {
  gone: CloudOff,
  forbidden: DoorClosed,
  damaged: FileWarning,
  schemaOutdated: RefreshCw,
  tooBig: Scissors,
  documentFull: BookX,
  onlySuggestions: PencilOff,
  malformed: FileWarning,
} as const satisfies Record<SessionProblem, unknown>

/** Problems after which the text may stay in sight, to be read and copied. */
export function textStays(problem: SessionProblem): boolean {
  return ['tooBig', 'documentFull', 'onlySuggestions', 'malformed', 'damaged'].includes(problem)
}

/** What stopped the session: what happened, what it means for the text, and what to do. */
export function DocumentProblem({ problem }: { problem: SessionProblem }) {
  const t = useTranslations('documents.problems')
  const common = useTranslations('common')
  const Icon = icons[problem]
  const { documentId } = useParams<{ documentId: string }>()
  // With the copy on this device the same would be sent again.
  const mustStartAgain = problem === 'onlySuggestions'
  const mayReload = ['schemaOutdated', 'tooBig', 'documentFull', 'malformed'].includes(problem)
  return (
    <section
      role="alert"
      className="mx-auto my-4 flex w-full max-w-sheet flex-col gap-4 border-y border-line bg-raised px-5 py-5 desk:my-8 desk:flex-row desk:rounded-lg desk:border desk:px-6 desk:shadow-soft"
    >
      <span className="grid size-10 shrink-0 place-items-center rounded-full bg-warning-soft text-warning">
        <Icon className="size-5" aria-hidden />
      </span>
      <div className="grow">
        <h2 className="text-lg font-semibold">{t(`${problem}.title`)}</h2>
        <p className="mt-1 max-w-prose text-pretty text-muted">{t(`${problem}.text`)}</p>
        <div className="mt-4 flex flex-wrap gap-2">
          {mustStartAgain && (
            <Button variant="primary" onClick={() => void startAgain(documentId)}>
              {t('startAgain')}
            </Button>
          )}
          {mayReload && (
            <Button variant="primary" onClick={() => window.location.reload()}>
              {t('reload')}
            </Button>
          )}
          <Button variant={mayReload || mustStartAgain ? 'secondary' : 'primary'} asChild>
            {/* A full load, so that the browser asks where text is at risk. */}
            {/* oxlint-disable-next-line nextjs/no-html-link-for-pages */}
            <a href="/">{common('toDocuments')}</a>
          </Button>
        </div>
      </div>
    </section>
  )
}

async function startAgain(documentId: string): Promise<void> {
  await deleteLocalCopy(documentId)
  window.location.reload()
}
