import { sql, type Kysely } from 'kysely'

import type { FoundDocument, VisitStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { listedColumns, mayOpen, type ListedRow, type SearchDocuments } from '#storage/sql/sql-visit-store'
import { matchExpression } from '#storage/sqlite/sqlite-search-index'

/** Those that SQLite's full-text index has. */
export function sqliteSearch(db: Kysely<AppTables>): SearchDocuments {
  return async (query) => {
    const { rows } = await searchStatement(query).execute(db)
    return rows.map(({ inTitle: _inTitle, ...row }) => row)
  }
}

/** One statement, so that how SQLite goes about it can be looked at. Not by bm25, which takes a look at each of what may be thousands of texts. */
export function searchStatement({ userId, terms, limit, now }: Parameters<VisitStore['search']>[0]) {
  return sql<ListedRow<FoundDocument> & { readonly inTitle: 0 | 1 }>`
        with hits as materialized (select rowid from search where search match ${matchExpression(terms)}),
        titled as materialized (
          select rowid from search where search match ${matchExpression(terms, 'title')}
        ),
        found as (
          select ${listedColumns}, search_keys.key in titled as "inTitle"
          from hits join search_keys on search_keys.key = hits.rowid
          join documents on documents.id = search_keys.document_id
          join visits on visits.user_id = ${userId} and visits.document_id = documents.id
          where ${mayOpen(userId, now)}
          order by "inTitle" desc, visits.opened_at desc limit ${limit}
        )
        select found.*, document_texts.search_text as "searchText"
        from found join document_texts on document_texts.document_id = found.id
        order by found."inTitle" desc, found."openedAt" desc`
}
