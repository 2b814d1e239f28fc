import type { CommentOutcome } from '#features/comments/comment-requests'

export type CommentFailure = Exclude<CommentOutcome, 'done'>

/** What could not be done: begin a thread, answer in one, or change what is there. */
type Wish = 'start' | 'reply' | 'change'

/** The sentence that says why, among the messages of `comments`. */
export function whyNot(failure: CommentFailure, wish: Wish) {
  if (failure === 'unreachable') return wish === 'change' ? 'notChanged' : 'notSent'
  if (failure === 'refused') return `why.refused.${wish}` as const
  return `why.${failure}` as const
}
