import type { NextRequest } from 'next/server'

import { notKept } from '#features/documents/server/save-image'

import { withDocument } from '../../../../document-request.ts'
import { refuse } from '../../../../refusals.ts'

// Names are random and never used again, so a browser may keep what it has; shared caches may not.
// Opened by itself, an image is a page of our origin: the sandbox makes it a powerless one.
const headers = {
  'cache-control': 'private, max-age=31536000, immutable',
  'content-disposition': 'inline',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

/** The bytes of an image, for those who may read its document. */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/images/[file]'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId }) => {
    const image = await services.store.images.get(documentId, (await context.params).file)
    if (!image) return refuse('gone')
    try {
      const bytes = await services.imageFiles.read(documentId, image.id)
      if (!bytes) return refuse('gone')
      return new Response(bytes, { headers: { ...headers, 'content-type': image.type } })
    } catch (error) {
      const code = notKept(error)
      if (code === undefined) throw error
      return refuse(code)
    }
  })
}
