import type { NextRequest } from 'next/server'

import { tidyName } from '#features/guests/guest-names'
import { peopleColors } from '#features/guests/people-colors'

import { deleteAccount, provesToBe, withoutSession } from './delete-account.ts'
import { withAccount, withGuest } from '../guest-request.ts'
import { isAllowedWork } from '../allowed-work.ts'
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
    if (!isAllowedWork(request, 'names')) return refuse('tooManyRequests')
    const { account } = identity
    if (account) await store.accounts.setProfile(account.id, { name, color: color ?? account.color })
    await store.people.putName(userId, name)
    return new Response(null, { status: 204 })
  })
}

/**
 * Deletes one's account with everything in it, for good: `{ password }`, or `{ email }` where there is none, and
 * `handOver`, whether documents go to whom they were shared with to edit.
 */
export async function DELETE(request: NextRequest): Promise<Response> {
  return withAccount(request, async ({ services, account }) => {
    const body = (await readJsonBody(request)) as Readonly<Record<string, unknown>> | null | undefined
    if (typeof body?.handOver !== 'boolean') return refuse('badRequest')
    if (await services.store.ownData.isOnlyAdministrator(account.id)) return refuse('onlyAdministrator')
    const doubt = await provesToBe(account, body, request.headers)
    if (doubt !== null) return refuse(doubt)
    const { handOver } = body
    if (!(await deleteAccount(services, account.id, { handOver }, Date.now())))
      return refuse('onlyAdministrator')
    return withoutSession(request.headers, services.config)
  })
}
