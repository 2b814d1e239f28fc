import type { StoredThread } from '#storage/comment-store'

/** Who is concerned by what happens in a thread, each once. */
export function writersOf({ createdBy, comments }: StoredThread): string[] {
  return [...new Set([createdBy, ...comments.map(({ authorId }) => authorId)])].filter((id) => id !== '')
}
