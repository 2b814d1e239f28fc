import type { NextRequest } from 'next/server'

import { importDocument } from '#features/documents/server/import-document'
import { readForm } from '#features/documents/server/read-form'
import { maxPendingImages } from '#formats/pending-images'

import { inImportTurn, isAllowedUpload } from '../../allowed-work.ts'
import { withAuthor } from '../../guest-request.ts'
import { isWithinQuota } from '../../quota.ts'
import { refuse } from '../../refusals.ts'

/** With its images; the text alone is bounded by the collab server. */
const maxImportBytes = 48 << 20

/** Makes a document of what a file holds, as the browser read it: 201 `{ id, missingImages }`. */
export async function POST(request: NextRequest): Promise<Response> {
  return withAuthor(request, async ({ services, author }) => {
    const length = request.headers.get('content-length')
    if (length === null || Number(length) > maxImportBytes) return refuse('fileTooBig')
    if (!isAllowedUpload(request, Number(length))) return refuse('tooManyRequests')
    if (!(await isWithinQuota(services, author.userId, Number(length)))) return refuse('quotaReached')
    // Read in its turn only: what waits is not in memory.
    const imported = await inImportTurn(request, async () => {
      const form = await readForm(request, { maxBytes: maxImportBytes, maxParts: maxPendingImages + 1 })
      // Others may have come while this one did.
      const hasRoom = await isWithinQuota(services, author.userId, Number(length))
      return form && (hasRoom ? importDocument(services, form, author) : { outcome: 'quotaReached' as const })
    })
    if (imported === 'tooMany') return refuse('tooManyRequests')
    if (!imported) return refuse('badRequest')
    if (imported.outcome === 'collabUnavailable') {
      console.error('could not make a document: the collab server did not answer', imported.cause)
      return refuse('collabUnavailable')
    }
    if (imported.outcome !== 'created') return refuse(imported.outcome)
    return Response.json({ id: imported.id, missingImages: imported.missingImages }, { status: 201 })
  })
}
