import type * as Y from 'yjs'

import { documentField, metaKey } from '#schema/document-fields'
import { maxTitleLength } from '#schema/title-length'

/** The title that somebody wrote by hand; empty where it follows the first heading. */
export function writtenTitle(doc: Y.Doc): string {
  const written: unknown = doc.getMap(documentField.meta).get(metaKey.title)
  return typeof written === 'string' ? cleanTitle(written) : ''
}

/** Writes the title by hand; an empty one lets the title follow the first heading again. */
export function setDocumentTitle(doc: Y.Doc, title: string): void {
  const meta = doc.getMap(documentField.meta)
  const cleaned = cleanTitle(title)
  if (cleaned === '') meta.delete(metaKey.title)
  else if (meta.get(metaKey.title) !== cleaned) meta.set(metaKey.title, cleaned)
}

/** In one line, and no longer than a title may be. */
export function cleanTitle(title: string): string {
  return cutText(title.replaceAll(/\s+/g, ' ').trim(), maxTitleLength)
}

/** The first `length` UTF-16 code units, without half a surrogate pair at the end. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
