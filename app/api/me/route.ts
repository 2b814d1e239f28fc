import type { NextRequest } from 'next/server'

import { tidyName } from '#features/guests/guest-names'

import { withGuest } from '../guest-request.ts'
import { readJsonBody } from '../json-body.ts'
import { refuse } from '../refusals.ts'

/** Remembers the name `{ name }` under which this guest is listed where somebody sees who has access. */
export async function PUT(request: NextRequest): Promise<Response> {
  return withGuest(request, async ({ services, userId }) => {
    const body = (await readJsonBody(request)) as { name?: unknown } | null | undefined
    const name = typeof body?.name === 'string' ? tidyName(body.name) : ''
    if (name === '') return refuse('badRequest')
    await services.store.people.putName(userId, name)
    return new Response(null, { status: 204 })
  })
}
