import 'server-only'

import type { CommentStore } from '#storage/comment-store'

import { isAllowedWork } from '../../../allowed-work.ts'

const minuteMs = 60_000
/** Faster than anybody reads and writes. */
const mostInAMinute = 40

/** Whether somebody, or their address, has written as much as anybody does. */
export async function isTooMany(
  request: { readonly headers: Headers },
  comments: CommentStore,
  { userId, askedAt }: { readonly userId: string; readonly askedAt: number },
): Promise<boolean> {
  return (
    (await comments.countSince(userId, askedAt - minuteMs)) >= mostInAMinute ||
    !isAllowedWork(request, 'comments')
  )
}
