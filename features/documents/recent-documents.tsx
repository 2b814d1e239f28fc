import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'

/** What a card shows of a document; times in milliseconds since the epoch. */
export type RecentDocument = {
  id: string
  title: string | null
  excerpt: string
  openedAt: number
  changedAt: number
}

const minuteMs = 60_000

/** The documents a person opened, each as a small sheet. */
export function RecentDocuments({ documents, now }: { documents: readonly RecentDocument[]; now: number }) {
  return (
    <ul className="grid gap-3 desk:grid-cols-3 desk:gap-5 wide:grid-cols-4">
      {documents.map((document) => (
        <li key={document.id}>
          <Card document={document} now={now} />
        </li>
      ))}
    </ul>
  )
}

function Card({ document, now }: { document: RecentDocument; now: number }) {
  const t = useTranslations('documents')
  const format = useFormatter()
  const { id, title, excerpt, openedAt, changedAt } = document
  const changedSince = changedAt > openedAt
  const at = Math.min(changedSince ? changedAt : openedAt, now)
  const when = now - at < minuteMs ? t('momentsAgo') : format.relativeTime(at, now)
  return (
    // Not prefetched: rendering the page counts as opening the document.
    <Link
      href={`/d/${id}`}
      prefetch={false}
      className="group relative flex h-full flex-col overflow-hidden rounded-lg border border-line bg-sheet p-4 transition-shadow hover:shadow-soft focus-visible:shadow-soft desk:h-60 desk:p-5"
    >
      <Fold />
      <span
        className={`line-clamp-2 pr-3 font-serif text-lg font-semibold desk:line-clamp-2 ${title === null ? 'text-muted' : ''}`}
      >
        {title ?? t('untitled')}
      </span>
      <span className="mt-1.5 line-clamp-2 font-serif text-sm break-words whitespace-pre-line text-muted desk:line-clamp-4">
        {excerpt}
      </span>
      <span className="mt-auto pt-3 text-xs text-muted">
        {changedSince ? t('changed', { when }) : t('opened', { when })}
      </span>
    </Link>
  )
}

/** The corner that makes the card a sheet: the desk shows where it is folded away. */
function Fold() {
  return (
    <svg viewBox="0 0 22 22" className="absolute -top-px -right-px size-5.5" aria-hidden>
      <path d="M0 0h22v22Z" className="fill-desk" />
      <path d="M.5 0v16a5 5 0 0 0 5 5H22Z" className="fill-accent-soft stroke-line" strokeWidth="1" />
    </svg>
  )
}
