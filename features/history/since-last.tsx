'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import { lastSeen, noteSeen } from '#features/history/last-seen'
import { NoticeLine } from '#ui/notice-line'

export type SinceLastProps = {
  documentId: string
  userId: string
  /** Shows what changed since a time. */
  onShow: (since: number) => void
}

type News = { readonly edits: number; readonly people: readonly string[]; readonly since: number }

/** Whoever comes back so soon has hardly been away. */
const leastAwayMs = 10 * 60_000

/** A calm line on opening: what others did since this device last showed the document. */
export default function SinceLast({ documentId, userId, onShow }: SinceLastProps) {
  const t = useTranslations('history')
  const locale = useLocale()
  const [news, setNews] = useState<News | null>(null)
  useEffect(() => {
    let wanted = true
    const visit = { documentId, userId }
    const since = lastSeen(localStorage, visit)
    if (since !== null && Date.now() - since > leastAwayMs) {
      void requestNews(documentId, since).then((found) => wanted && setNews(found))
    }
    const note = () => noteSeen(localStorage, visit, Date.now())
    note()
    // Leaving is told by being hidden, on phones by nothing else.
    document.addEventListener('visibilitychange', note)
    window.addEventListener('pagehide', note)
    return () => {
      wanted = false
      note()
      document.removeEventListener('visibilitychange', note)
      window.removeEventListener('pagehide', note)
    }
  }, [documentId, userId])
  if (!news || news.edits === 0) return null
  const names = new Intl.ListFormat(locale, { style: 'short' }).format(news.people.slice(0, 3))
  return (
    <NoticeLine
      className="since-last"
      action={t('sinceLast.show')}
      onAction={() => {
        setNews(null)
        onShow(news.since)
      }}
      dismiss={t('sinceLast.dismiss')}
      onDismiss={() => setNews(null)}
    >
      {names === ''
        ? t('sinceLast.unnamed', { edits: news.edits })
        : t('sinceLast.text', { edits: news.edits, names })}
    </NoticeLine>
  )
}

/** Null where the app does not say: nobody misses the line. */
async function requestNews(documentId: string, since: number): Promise<News | null> {
  try {
    const response = await fetch(`/api/documents/${documentId}/history/news?since=${since}`)
    if (!response.ok) return null
    const { edits, people } = (await response.json()) as Omit<News, 'since'>
    return { edits, people, since }
  } catch {
    return null
  }
}
