import type { Folder } from '#features/documents/folders/folder'

/** A piece of text, and whether it is what was searched for. */
export type TextPart = { readonly text: string; readonly hit: boolean }

/** What a list shows of a document; times in milliseconds since the epoch. */
export type DocumentItem = {
  readonly id: string
  /** Null where it is untitled. */
  readonly title: readonly TextPart[] | null
  readonly excerpt: readonly TextPart[]
  readonly openedAt: number
  readonly changedAt: number
  readonly trashedAt: number | null
  /** Shared with the asker and not opened yet; `openedAt` says since when. */
  readonly isNew: boolean
  /** One of the asker's folders; null for none. */
  readonly folderId: string | null
  readonly starred: boolean
  /** Whether the asker made it. */
  readonly isOwn: boolean
}

export type DocumentList = {
  /** All of the asker's, whatever is listed. */
  readonly folders: readonly Folder[]
  readonly documents: readonly DocumentItem[]
  /** There are more behind the last one. */
  readonly more: boolean
}

export const listViews = ['all', 'owned', 'shared', 'starred', 'templates', 'trash'] as const
export const listOrders = ['opened', 'changed', 'title'] as const

export type ListQuery = {
  readonly view: (typeof listViews)[number]
  readonly order: (typeof listOrders)[number]
  /** Only what is in this folder; null for wherever it is. */
  readonly folder: string | null
  /** What is searched for; empty for nothing. */
  readonly text: string
  readonly limit: number
}

export const pageSize = 60
const mostShown = 3000

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** What an address of the home page asks for; whatever makes no sense is as if it were not there. */
export function readListQuery({ view, order, folder, q, show }: Parameters): ListQuery {
  const shown = typeof show === 'string' && /^\d{1,5}$/.test(show) ? Number(show) : pageSize
  const inFolder = typeof folder === 'string' && /^[\w-]{1,40}$/.test(folder) ? folder : null
  return {
    folder: inFolder,
    view: inFolder === null ? (listViews.find((known) => known === view) ?? 'all') : 'all',
    order: listOrders.find((known) => known === order) ?? 'opened',
    text: typeof q === 'string' ? q.slice(0, 200) : '',
    limit: Math.min(Math.max(shown, pageSize), mostShown),
  }
}

/** The address of the home page that asks for this. */
export function listAddress({ view, order, folder, text, limit }: ListQuery): string {
  const query = new URLSearchParams()
  if (view !== 'all') query.set('view', view)
  if (folder !== null && view === 'all') query.set('folder', folder)
  if (order !== 'opened') query.set('order', order)
  if (text !== '') query.set('q', text)
  if (limit > pageSize) query.set('show', String(limit))
  return query.size === 0 ? '/' : `/?${query.toString()}`
}
