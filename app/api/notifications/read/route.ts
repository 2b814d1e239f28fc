import type { NextRequest } from 'next/server'

import { readReading } from '#features/notifications/server/read-requests'

import { withGuest } from '../../guest-request.ts'
import { readJsonBody } from '../../json-body.ts'
import { tellFeed } from '../../notify.ts'
import { refuse } from '../../refusals.ts'

/** Notes that one has read some `{ ids }`, or all up to one `{ through }`, on all one's devices. */
export async function PUT(request: NextRequest): Promise<Response> {
  return withGuest(request, async ({ services, userId }) => {
    const read = readReading(await readJsonBody(request))
    if (!read) return refuse('badRequest')
    const { notifications } = services.store
    const now = Date.now()
    if ('ids' in read) await notifications.markRead(userId, read.ids, now)
    else await notifications.markReadThrough(userId, read.through, now)
    await tellFeed(services, { topic: 'notifications', userIds: [userId] })
    return new Response(null, { status: 204 })
  })
}
