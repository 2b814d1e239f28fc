import { getLocale, getTranslations } from 'next-intl/server'
import type { NextRequest } from 'next/server'

import { exportDocument } from '#features/documents/server/export-document'
import { isHttps, requestHost } from '#features/documents/server/same-origin'
import { isFileFormat } from '#formats/file-formats'

import { inExportTurn, isAllowedWork } from '../../../api/allowed-work.ts'
import { withDocument } from '../../../api/document-request.ts'
import { refuse } from '../../../api/refusals.ts'

/** The live document as a file, `?format=md`, `html` or `txt`, for those who may read it. */
export async function GET(
  request: NextRequest,
  context: RouteContext<'/d/[documentId]/export'>,
): Promise<Response> {
  return withDocument(request, context, 'read', async ({ services, documentId }) => {
    const format = request.nextUrl.searchParams.get('format')
    if (!isFileFormat(format)) return refuse('badRequest')
    const { headers } = request
    const scheme = isHttps(headers, services.config) ? 'https' : 'http'
    const t = await getTranslations('documents')
    const wishes = {
      documentId,
      format,
      untitled: t('untitled'),
      language: await getLocale(),
      origin:
        services.config.publicUrl ?? `${scheme}://${requestHost(headers, services.config) ?? 'localhost'}`,
    }
    if (!isAllowedWork(request, 'exports')) return refuse('tooManyRequests')
    const exported = await inExportTurn(request, () => exportDocument(services, wishes))
    if (exported === 'tooMany') return refuse('tooManyRequests')
    if (exported.outcome === 'gone') return refuse('gone')
    if (exported.outcome === 'tooLarge') return refuse('fileTooBig')
    if (exported.outcome === 'collabUnavailable') {
      console.error('could not export a document: the collab server did not answer', exported.cause)
      return refuse('collabUnavailable')
    }
    const { text, name, mediaType } = exported.file
    if (!isAllowedWork(request, 'exported', text.length)) return refuse('tooManyRequests')
    return new Response(text, {
      headers: {
        'content-type': mediaType,
        'content-disposition': disposition(name),
        // Should a browser show it after all, it is a page without powers.
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        'cache-control': 'no-store',
      },
    })
  })
}

/** RFC 6266: the name as it is for those who read UTF-8, and one in ASCII for the others. */
function disposition(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\u0020-\u007E]/g, '')
    .replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.codePointAt(0)?.toString(16).toUpperCase() ?? ''}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
