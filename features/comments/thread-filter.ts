import type { CommentThread } from '#features/comments/comment-thread'

/** Which threads of a list: `mine` are those in which one has written or is named; a person by their id. */
export type ThreadFilter = {
  readonly show: 'open' | 'resolved' | 'mine'
  /** Null for everybody. */
  readonly person: string | null
}

export const everyOpenThread: ThreadFilter = { show: 'open', person: null }

export function matchesFilter(
  { resolved, comments }: CommentThread,
  { show, person }: ThreadFilter,
  userId: string,
): boolean {
  const live = comments.filter(({ isDeleted }) => !isDeleted)
  const concerns = (id: string) =>
    live.some(({ authorId, mentions }) => authorId === id || mentions.some((named) => named.id === id))
  if (show === 'resolved' ? !resolved : resolved) return false
  if (show === 'mine' && !concerns(userId)) return false
  return person === null || live.some(({ authorId }) => authorId === person)
}

/** Who has written in them, each once, by name. */
export function writersOf(threads: readonly CommentThread[]): { id: string; name: string }[] {
  const writers = threads
    .flatMap(({ comments }) => comments)
    .flatMap(({ authorId: id, author: name }) => (name === null ? [] : [{ id, name }]))
  const known = new Map(writers.map((writer) => [writer.id, writer]))
  return [...known.values()].toSorted((a, b) => a.name.localeCompare(b.name))
}
