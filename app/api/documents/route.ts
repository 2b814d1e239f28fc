import type { NextRequest } from 'next/server'

import { createDocument } from '#features/documents/server/create-document'

import { withAuthor } from '../guest-request.ts'
import { refuse } from '../refusals.ts'

/** Makes an empty document: 201 `{ id }`. */
export async function POST(request: NextRequest): Promise<Response> {
  return withAuthor(request, async ({ services: { store, collabServer }, author }) => {
    const created = await createDocument(store.documents, collabServer, author)
    if (created.outcome === 'collabUnavailable') {
      console.error('could not create a document: the collab server did not answer', created.cause)
      return refuse('collabUnavailable')
    }
    return Response.json({ id: created.id }, { status: 201 })
  })
}
