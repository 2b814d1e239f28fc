import type { ProjectionPage } from '#storage/document-update-store'
import { readMentions } from '#storage/projected-mentions'

/** A page of projections ends behind the one that reaches this, since each may be as long as a book. */
export const maxPageChars = 4_000_000

export type ProjectionRow = {
  change: number
  id: string
  sequence: number
  title: string | null
  excerpt: string
  search_text: string
  changed_at: number
  mentions: string
}

/** The page of the rows behind `from`, read up to `limit` of them or {@link maxPageChars}. */
export function projectionPage(rows: readonly ProjectionRow[], from: number, limit: number): ProjectionPage {
  const chars = rows.reduce((sum, row) => sum + row.search_text.length, 0)
  return {
    projections: rows.map((row) => ({
      documentId: row.id,
      sequence: row.sequence,
      title: row.title,
      excerpt: row.excerpt,
      searchText: row.search_text,
      mentions: readMentions(row.mentions),
      changedAt: row.changed_at,
    })),
    cursor: rows.at(-1)?.change ?? from,
    more: rows.length === limit || chars >= maxPageChars,
  }
}
