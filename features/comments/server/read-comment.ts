import {
  type CommentMention,
  type CommentPlace,
  isReactionSign,
  maxCommentLength,
  mostCommentMentions,
  type ReactionSign,
} from '#features/comments/comment-thread'
import { maxCommentedLetters, maxPositionLength } from '#protocol/comment-marks'
import { cutQuote, maxQuoteLength } from '#schema/comments/quote'
import { isThreadId } from '#schema/marks/comment'
import { isPersonName } from '#schema/person-name'

export type CommentText = { readonly text: string; readonly mentions: readonly CommentMention[] }

/** What somebody wrote, `{ text, mentions? }`; undefined where it is nothing or too much. */
export function readCommentText(body: unknown): CommentText | undefined {
  const { text, mentions = [] } = (body ?? {}) as { text?: unknown; mentions?: unknown }
  if (typeof text !== 'string' || text.length > maxCommentLength || text.trim() === '') return undefined
  if (!Array.isArray(mentions) || mentions.length > mostCommentMentions) return undefined
  const named = mentions.flatMap(readMention)
  if (named.length < mentions.length) return undefined
  // Who is named must be read to be named.
  const shown = named.filter(({ name }) => text.includes(`@${name}`))
  return { text: text.trim(), mentions: [...new Map(shown.map((one) => [one.id, one])).values()] }
}

export type NewThread = { readonly threadId: string; readonly place: CommentPlace | null }

/** Where a new thread belongs, `{ thread, place }`: null as place is the whole document. */
export function readNewThread(body: unknown): NewThread | undefined {
  const { thread, place } = (body ?? {}) as { thread?: unknown; place?: unknown }
  if (!isThreadId(thread)) return undefined
  if (place === null) return { threadId: thread, place }
  const { start, end, letters, quote } = (place ?? {}) as Record<string, unknown>
  if (!isPosition(start) || !isPosition(end)) return undefined
  if (typeof letters !== 'string' || letters.length > maxCommentedLetters) return undefined
  if (typeof quote !== 'string' || quote.length > maxQuoteLength || quote.trim() === '') return undefined
  return { threadId: thread, place: { start, end, letters, quote: cutQuote(quote) } }
}

/** By which its author knows a comment. */
export function readCommentKey(body: unknown): string | undefined {
  const { key } = (body ?? {}) as { key?: unknown }
  return typeof key === 'string' && /^[\w-]{8,64}$/.test(key) ? key : undefined
}

/** `{ sign, on }` */
export function readReaction(body: unknown): { sign: ReactionSign; isOn: boolean } | undefined {
  const { sign, on } = (body ?? {}) as { sign?: unknown; on?: unknown }
  return isReactionSign(sign) && typeof on === 'boolean' ? { sign, isOn: on } : undefined
}

/** A number of a comment or a change; undefined for anything else. */
export function readCommentNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

function isPosition(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxPositionLength && /^[\w+/=]+$/.test(value)
}

function readMention(value: unknown): CommentMention[] {
  const { id, name } = (value ?? {}) as { id?: unknown; name?: unknown }
  if (typeof id !== 'string' || !/^[\w-]{1,128}$/.test(id)) return []
  return isPersonName(name) ? [{ id, name }] : []
}
