import type { NextRequest } from 'next/server'

import { maxImageBytes, saveImage } from '#features/documents/server/save-image'

import { isAllowedUpload } from '../../../allowed-work.ts'
import { withDocument } from '../../../document-request.ts'
import { isWithinQuota } from '../../../quota.ts'
import { refuse } from '../../../refusals.ts'

/** Keeps the bytes of the body as an image of the document: 201 `{ src, width, height }`. */
export async function POST(
  request: NextRequest,
  context: RouteContext<'/api/documents/[documentId]/images'>,
): Promise<Response> {
  return withDocument(request, context, 'write', async ({ services, documentId, access }) => {
    const announced = Number(request.headers.get('content-length') ?? maxImageBytes)
    if (announced > maxImageBytes) return refuse('imageTooBig')
    if (!isAllowedUpload(request, announced)) return refuse('tooManyRequests')
    const hasRoom = (bytes: number) => isWithinQuota(services, access.document.ownerId, bytes)
    if (!(await hasRoom(announced))) return refuse('quotaReached')
    const { imageFiles: files, store } = services
    const saved = await saveImage({ files, images: store.images }, documentId, request.body, hasRoom)
    if (saved.outcome !== 'saved') return refuse(saved.outcome)
    const { name, width, height } = saved
    return Response.json(
      { src: `/api/documents/${documentId}/images/${name}`, width, height },
      { status: 201 },
    )
  })
}
