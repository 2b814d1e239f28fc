import type * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { documentTitle } from '#schema/document-title'
import { peopleMentionedIn } from '#schema/mentions'
import { textLines } from '#schema/text-lines'
import { cutText } from '#schema/written-title'

/** In UTF-16 code units. */
const maxExcerptLength = 280
/** In UTF-16 code units, about 300 pages; what lies beyond is not found by a search. */
const maxSearchTextLength = 1_000_000
/** Who names more people in one document does not want any of them. */
const maxPeopleMentioned = 500

/** What lists and search show of a document. */
export type DocumentProjection = {
  /** Null where the document is untitled. */
  readonly title: string | null
  /** The beginning of the text, one block a line, without the heading that already is the title. */
  readonly excerpt: string
  /** All text, one block a line, the title included. */
  readonly searchText: string
  /** Whom it names, and how often. */
  readonly mentions: readonly { readonly userId: string; readonly count: number }[]
}

/** Reads what lists and search need; never throws on content this schema does not know. */
export function projectDocument(doc: Y.Doc): DocumentProjection {
  const title = documentTitle(doc)
  const lines: string[] = []
  let length = 0
  for (const { text } of textLines(doc.getXmlFragment(documentField.body))) {
    lines.push(text)
    length += text.length + 1
    if (length > maxSearchTextLength) break
  }
  const body = lines[0] === title ? lines.slice(1) : lines
  const withTitle = title !== null && !lines.includes(title) ? [title, ...lines] : lines
  return {
    title,
    excerpt: cutText(excerptSource(body), maxExcerptLength).trimEnd(),
    searchText: cutText(withTitle.join('\n'), maxSearchTextLength),
    mentions: peopleMentionedIn(doc, maxPeopleMentioned),
  }
}

/** Enough lines for an excerpt, so that a long document is not joined for its first sentence. */
function excerptSource(lines: readonly string[]): string {
  let text = ''
  for (const line of lines) {
    text = text === '' ? line : `${text}\n${line}`
    if (text.length >= maxExcerptLength) break
  }
  return text
}
