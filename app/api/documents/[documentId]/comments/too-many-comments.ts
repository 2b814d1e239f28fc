import 'server-only'

import { once } from '#features/documents/server/once'
import { WorkLimits } from '#features/documents/server/work-limits'
import type { CommentStore } from '#storage/comment-store'

import { isAllowedWork } from '../../../allowed-work.ts'

const minuteMs = 60_000
/** Faster than anybody reads and writes. */
const mostInAMinute = 40

/** Of this process, and of persons: what is written all at once is counted before any of it is kept. */
const personLimits = once(() => new WorkLimits())

/** Whether somebody, or their address, has written as much as anybody does, or is about to; counted, if not. */
export async function isTooMany(
  request: { readonly headers: Headers },
  comments: CommentStore,
  { userId, askedAt }: { readonly userId: string; readonly askedAt: number },
): Promise<boolean> {
  return (
    !personLimits().take('commentsOfPerson', '', askedAt, 1, userId) ||
    (await comments.countSince(userId, askedAt - minuteMs)) >= mostInAMinute ||
    !isAllowedWork(request, 'comments')
  )
}
