import {
  CollabUnavailableError,
  type CollabServerClient,
} from '#features/documents/server/collab-server-client'
import type { DocumentStore } from '#storage/app-store'

const pageSize = 200
// A page view must end; what is left comes with the next one.
const maxPages = 10

/**
 * Takes over what the collab server knows of documents since the last time. Pulled, not pushed, so
 * nothing is lost while either side is down. False when the collab server did not answer: what is
 * stored then stays as it is.
 */
export async function refreshProjections(
  documents: Pick<DocumentStore, 'projectionCursor' | 'applyProjections'>,
  collabServer: Pick<CollabServerClient, 'projections'>,
): Promise<boolean> {
  try {
    for (let page = 0; page < maxPages; page += 1) {
      const { projections, cursor, more } = await collabServer.projections(
        await documents.projectionCursor(),
        pageSize,
      )
      if (projections.length > 0) await documents.applyProjections(projections, cursor)
      // A short page may only be one of long texts.
      if (!more || projections.length === 0) return true
    }
    return true
  } catch (error) {
    if (error instanceof CollabUnavailableError) return false
    throw error
  }
}
