import type { NextRequest } from 'next/server'

import type { DepartureOverview } from '#features/accounts/departure-overview'

import { withAccount } from '../../guest-request.ts'

/** So many are told by their title. */
const mostListed = 50

/** What would become of one's documents without one's account: 200 `DepartureOverview`. */
export async function GET(request: NextRequest): Promise<Response> {
  return withAccount(request, async ({ services: { store }, account }) => {
    const documents = await store.ownData.leftDocuments(account.id)
    const heirs = documents.flatMap(({ id, title, heir }) => (heir ? [{ id, title, name: heir.name }] : []))
    const overview: DepartureOverview = {
      ownOnly: documents.filter(({ isShared }) => !isShared).length,
      withHeir: heirs.length,
      heirs: heirs.slice(0, mostListed),
      withoutHeir: documents.filter(({ isShared, heir }) => isShared && !heir).length,
    }
    return Response.json(overview, { headers: { 'cache-control': 'no-store' } })
  })
}
