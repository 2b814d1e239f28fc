import type * as Y from 'yjs'

import { documentField, metaKey } from '#schema/document-fields'
import { textLines } from '#schema/text-lines'
import { maxTitleLength } from '#schema/title-length'

/** The title written by hand, else the text of the first heading, else null ("untitled"). */
export function documentTitle(doc: Y.Doc): string | null {
  const written: unknown = doc.getMap(documentField.meta).get(metaKey.title)
  const title = typeof written === 'string' ? cleanTitle(written) : ''
  if (title !== '') return title
  for (const { blockName, text } of textLines(doc.getXmlFragment(documentField.body))) {
    if (blockName === 'heading') return cleanTitle(text)
  }
  return null
}

/** Whether somebody wrote the title by hand, so that it no longer follows the first heading. */
export function hasWrittenTitle(doc: Y.Doc): boolean {
  const written: unknown = doc.getMap(documentField.meta).get(metaKey.title)
  return typeof written === 'string' && cleanTitle(written) !== ''
}

/** Writes the title by hand; an empty one lets the title follow the first heading again. */
export function setDocumentTitle(doc: Y.Doc, title: string): void {
  const meta = doc.getMap(documentField.meta)
  const cleaned = cleanTitle(title)
  if (cleaned === '') meta.delete(metaKey.title)
  else if (meta.get(metaKey.title) !== cleaned) meta.set(metaKey.title, cleaned)
}

function cleanTitle(title: string): string {
  return cutText(title.replaceAll(/\s+/g, ' ').trim(), maxTitleLength)
}

/** The first `length` UTF-16 code units, without half a surrogate pair at the end. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
