import { useEffect } from 'react'

import type { CommentThread } from '#features/comments/comment-thread'
import type { Comments } from '#features/comments/comments'

/**
 * Takes a thread for read while somebody has it before them, and what is said in it meanwhile.
 * @param thread undefined while nobody looks at one
 */
export function useNoteRead(comments: Comments, thread: CommentThread | undefined, userId: string): void {
  // Nobody is told of what they say themselves.
  const isNews = thread?.resolved !== null || thread.comments.some(({ authorId }) => authorId !== userId)
  const [id, change] = thread && isNews ? [thread.id, thread.change] : [null, 0]
  useEffect(() => {
    if (id === null) return undefined
    const note = () => {
      if (document.visibilityState === 'visible') void comments.noteRead({ id, change })
    }
    note()
    document.addEventListener('visibilitychange', note)
    return () => document.removeEventListener('visibilitychange', note)
  }, [comments, id, change])
}
