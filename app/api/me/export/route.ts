import { getLocale, getTranslations } from 'next-intl/server'
import type { NextRequest } from 'next/server'
import { Readable } from 'node:stream'

import { isHttps, requestHost } from '#features/documents/server/same-origin'

import { authAttempts } from '../../../accounts.ts'
import { inExportTurn } from '../../allowed-work.ts'
import { withAccount } from '../../guest-request.ts'
import { refuse } from '../../refusals.ts'
import { ownDataFile } from './own-data-file.ts'

/** Everything that Pliego keeps of whoever is signed in, as one file of JSON. */
export async function GET(request: NextRequest): Promise<Response> {
  return withAccount(request, async ({ services, account }) => {
    const now = Date.now()
    if (!authAttempts().take('export', account.id, now)) return refuse('tooManyRequests')
    const { headers } = request
    const scheme = isHttps(headers, services.config) ? 'https' : 'http'
    const t = await getTranslations('documents')
    const origin =
      services.config.publicUrl ?? `${scheme}://${requestHost(headers, services.config) ?? 'localhost'}`
    const inTurn = <T>(work: () => Promise<T>) => inExportTurn(request, work)
    const options = { untitled: t('untitled'), language: await getLocale(), origin, inTurn }
    const file = Readable.toWeb(Readable.from(ownDataFile(services, account.id, options, now)))
    return new Response(file as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="pliego-${new Date(now).toISOString().slice(0, 10)}.json"`,
        'cache-control': 'no-store',
      },
    })
  })
}
