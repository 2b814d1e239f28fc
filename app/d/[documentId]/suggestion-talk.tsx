'use client'
import { Suspense, useMemo } from 'react'

import { can, type Role } from '#access/roles'
import type { CommentThread } from '#features/comments/comment-thread'
import type { Comments } from '#features/comments/comments'
import type { KeptDrafts } from '#features/comments/kept-drafts'
import type { SuggestionRepliesProps } from '#features/comments/suggestion-replies.tsx'
import type { PersonHere } from '#features/presence/people-here'
import type { SuggestionTalk } from '#features/suggestions/document-suggestions.tsx'
import { lazyPart } from '#ui/lazy-part'

const SuggestionReplies = lazyPart<SuggestionRepliesProps>(() =>
  import('#features/comments/suggestion-replies.tsx').then((part) => part.default),
)

type Here = {
  comments: Comments
  drafts: KeptDrafts
  /** All of them, those of suggestions among them. */
  threads: readonly CommentThread[]
  userId: string
  role: Role
  people: readonly PersonHere[]
}

/** Gives suggestions what is said of them, and comments what is not said of suggestions. */
export function useSuggestionTalk({ comments, drafts, threads, userId, role, people }: Here): {
  talk: SuggestionTalk
  threadsOfText: readonly CommentThread[]
} {
  const [threadsOfText, ofSuggestions, past] = useMemo(() => {
    const known = new Map(
      threads.flatMap((one) => (one.suggestion ? [[one.suggestion.id, one] as const] : [])),
    )
    const decided = threads.flatMap(({ suggestion, resolved }) =>
      suggestion && suggestion.decision !== null && resolved
        ? [{ ...suggestion, decidedBy: resolved.by, at: resolved.at }]
        : [],
    )
    return [threads.filter(({ suggestion }) => suggestion === null), known, decided] as const
  }, [threads])
  const named = people.flatMap(({ id, name, isSelf }) => (name === null || isSelf ? [] : [{ id, name }]))
  const talk: SuggestionTalk = {
    past,
    onDecided: (decision) => comments.recordDecision(decision),
    repliesTo: (suggestion, isActive) => (
      <Suspense>
        <SuggestionReplies
          comments={comments}
          drafts={drafts}
          suggestion={suggestion}
          thread={ofSuggestions.get(suggestion.id)}
          userId={userId}
          people={named}
          mayComment={can(role, 'comment')}
          mayRemoveAll={can(role, 'manage')}
          isActive={isActive}
        />
      </Suspense>
    ),
  }
  return { talk, threadsOfText }
}
