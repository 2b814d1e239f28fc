import 'server-only'
import { getSchema } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { once } from '#features/documents/server/once'
import { documentExtensions } from '#schema/document-extensions'

export type ReadOpening = { readonly doc: Node; readonly language: string | null }

const documentSchema = once(() => getSchema(documentExtensions()))

/**
 * What the live document begins with; null where the collab server does not say, and the page goes without.
 * Whether this person may read the document was asked before.
 */
export async function readOpening(
  { collabServer }: Pick<AppServices, 'collabServer'>,
  documentId: string,
): Promise<ReadOpening | null> {
  try {
    const found = await collabServer.opening(documentId)
    if (!found) return null
    const doc = documentSchema().nodeFromJSON(found.content)
    // Where there is nothing to read, the page has room to say what it waits for.
    return isBlank(doc) ? null : { doc, language: found.language }
  } catch (error) {
    // No reason for a page to fail: its editor says what is wrong, if it still is.
    // So does text that only the other server's newer version knows.
    if (error instanceof CollabUnavailableError || error instanceof RangeError) return null
    throw error
  }
}

function isBlank({ childCount, firstChild }: Node): boolean {
  return !firstChild || (childCount === 1 && firstChild.isTextblock && firstChild.content.size === 0)
}
