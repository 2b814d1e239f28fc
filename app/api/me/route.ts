import type { NextRequest } from 'next/server'

import { tidyName } from '#features/guests/guest-names'
import { peopleColors } from '#features/guests/people-colors'

import { withGuest } from '../guest-request.ts'
import { readJsonBody } from '../json-body.ts'
import { refuse } from '../refusals.ts'

/**
 * Remembers the name and colour `{ name, color? }` under which somebody is listed where others see who has
 * access; with an account, on all their devices.
 */
export async function PUT(request: NextRequest): Promise<Response> {
  return withGuest(request, async ({ services: { store }, userId, identity }) => {
    const body = (await readJsonBody(request)) as { name?: unknown; color?: unknown } | null | undefined
    const name = typeof body?.name === 'string' ? tidyName(body.name) : ''
    const color = peopleColors.find((known) => known.color === body?.color)?.color ?? null
    if (name === '' || (body?.color !== undefined && color === null)) return refuse('badRequest')
    const { account } = identity
    if (account) await store.accounts.setProfile(account.id, { name, color: color ?? account.color })
    await store.people.putName(userId, name)
    return new Response(null, { status: 204 })
  })
}
