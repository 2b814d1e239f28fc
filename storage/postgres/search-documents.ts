import { sql, type Kysely } from 'kysely'

import type { FoundDocument } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { foldText } from '#storage/fold-text'
import type { SqlDatabase, Steps } from '#storage/sql/sql-database'
import { listedColumns, mayOpen, type ListedRow, type SearchDocuments } from '#storage/sql/sql-visit-store'

/** A list of words takes a megabyte at most; these are some hundred thousand, each counted once. */
const maxBytes = 800_000

/** Of a word, as much as anybody types to find it. */
const maxLetters = 100

/** Keeps the words of a title and text, which are without case and accents, each once. */
export function postgresIndex(database: SqlDatabase) {
  const putText = database.prepare<[string, string]>(
    `insert into document_texts (document_id, search_text) values (?, ?)
      on conflict (document_id) do update set search_text = excluded.search_text`,
  )
  const putWords = database.prepare<[string, readonly string[], readonly string[]]>(
    `insert into document_words (document_id, title_words, words)
      values (?, array_to_tsvector(cast(? as text[])), array_to_tsvector(cast(? as text[])))
      on conflict (document_id) do update set title_words = excluded.title_words, words = excluded.words`,
  )
  return function* (documentId: string, text: { title: string; searchText: string }): Steps<void> {
    yield* putText.run(documentId, text.searchText)
    const inTitle = wordsOf(text.title)
    yield* putWords.run(documentId, inTitle, wordsOf(`${text.title} ${text.searchText}`))
  }
}

/** Those of whose words some begin with each of the terms. */
export function postgresSearch(db: Kysely<AppTables>): SearchDocuments {
  return async ({ userId, terms, limit, now }) => {
    const beginnings = terms.map((term) => `'${cut(foldText(term)).replaceAll(/['\\]/g, '')}':*`)
    const query = sql`cast(${beginnings.join(' & ')} as tsquery)`
    const { rows } = await sql<ListedRow<FoundDocument>>`
      select ${listedColumns}, document_texts.search_text as "searchText"
      from document_words join documents on documents.id = document_words.document_id
      join visits on visits.user_id = ${userId} and visits.document_id = documents.id
      join document_texts on document_texts.document_id = documents.id
      where document_words.words @@ ${query} and ${mayOpen(userId, now)}
      order by document_words.title_words @@ ${query} desc, visits.opened_at desc limit ${limit}`.execute(db)
    return rows
  }
}

/** Those that a text can be found by, each once, without case and accents. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  let bytes = 0
  for (const [word] of foldText(text).matchAll(/[\p{L}\p{N}\p{Co}]+/gu)) {
    const kept = cut(word)
    if (words.has(kept)) continue
    bytes += Buffer.byteLength(kept) + 4
    if (bytes > maxBytes) break
    words.add(kept)
  }
  return [...words]
}

function cut(word: string): string {
  return Array.from(word).slice(0, maxLetters).join('')
}
