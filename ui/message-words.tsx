import type { ReactNode } from 'react'

import type { Named } from '#ui/mention-typed'
import { messageParts } from '#ui/message-parts'

type MessageWordsProps = {
  text: string
  mentions: readonly Named[]
  /** Who reads. */
  userId: string
  children?: ReactNode
}

/** What somebody wrote, with its addresses as links and those it names made to stand out. */
export function MessageWords({ text, mentions, userId, children }: MessageWordsProps) {
  return (
    <p className="break-words whitespace-pre-wrap">
      {messageParts(text, mentions).map((part, index) =>
        part.kind === 'link' ? (
          <a
            key={index}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent-text underline"
          >
            {part.text}
          </a>
        ) : part.kind === 'mention' ? (
          <span
            key={index}
            className={`rounded-sm font-semibold text-accent-text ${part.id === userId ? 'bg-accent-soft px-0.5' : ''}`}
          >
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
      {children}
    </p>
  )
}
