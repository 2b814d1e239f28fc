import type { NextRequest } from 'next/server'

import { createDocument } from '#features/documents/server/create-document'

import { isTemplateName, templateContent } from '#features/documents/server/template-content'
import { readFolderId } from '#features/documents/server/read-folder'

import { localeOfHeaders } from '../../locale-of-headers.ts'
import { readJsonBody } from '../json-body.ts'
import { withAuthor } from '../guest-request.ts'
import { isWithinQuota } from '../quota.ts'
import { refuse } from '../refusals.ts'

/**
 * Makes a document, empty or from one of our templates `{ template }`, in the language of the asker's pages, and in
 * one of their folders where they say so `{ folderId }`: 201 `{ id }`.
 */
export async function POST(request: NextRequest): Promise<Response> {
  return withAuthor(request, async ({ services, author }) => {
    const { store, collabServer } = services
    const body = (await readJsonBody(request)) as
      | { template?: unknown; folderId?: unknown }
      | null
      | undefined
    const template = body?.template
    if (template !== undefined && !isTemplateName(template)) return refuse('badRequest')
    if (!(await isWithinQuota(services, author.userId))) return refuse('quotaReached')
    const folderId = readFolderId(body?.folderId ?? null)
    const content = template && (await templateContent(template, localeOfHeaders(request.headers)))
    const created = await createDocument(store.documents, collabServer, author, content)
    if (created.outcome === 'collabUnavailable') {
      console.error('could not create a document: the collab server did not answer', created.cause)
      return refuse('collabUnavailable')
    }
    if (folderId) {
      const { userId } = author
      // Lists go by visits, and so do folders; it is opened in a moment.
      await store.visits.record({ userId, documentId: created.id, openedAt: Date.now() })
      await store.folders.file(userId, created.id, folderId)
    }
    return Response.json({ id: created.id }, { status: 201 })
  })
}
