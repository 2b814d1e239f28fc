import type * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { textLines } from '#schema/text-lines'
import { cleanTitle, writtenTitle } from '#schema/written-title'

/** The title written by hand, else the text of the first heading, else null ("untitled"). */
export function documentTitle(doc: Y.Doc): string | null {
  const title = writtenTitle(doc)
  if (title !== '') return title
  for (const { blockName, text } of textLines(doc.getXmlFragment(documentField.body))) {
    if (blockName === 'heading') return cleanTitle(text)
  }
  return null
}

/** Whether somebody wrote the title by hand, so that it no longer follows the first heading. */
export function hasWrittenTitle(doc: Y.Doc): boolean {
  return writtenTitle(doc) !== ''
}
