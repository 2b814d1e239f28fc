import { type ChatMention, maxChatTextLength, mostChatMentions } from '#features/chat/chat-message'
import { isPersonName } from '#schema/person-name'

export type ChatText = { readonly text: string; readonly mentions: readonly ChatMention[] }

/** What somebody wrote, `{ text, mentions? }`; undefined where it is nothing or too much. */
export function readChatText(body: unknown): ChatText | undefined {
  const { text, mentions = [] } = (body ?? {}) as { text?: unknown; mentions?: unknown }
  if (typeof text !== 'string' || text.length > maxChatTextLength || text.trim() === '') return undefined
  if (!Array.isArray(mentions) || mentions.length > mostChatMentions) return undefined
  const named = mentions.flatMap(readMention)
  if (named.length < mentions.length) return undefined
  // Who is named must be read to be named.
  const shown = named.filter(({ name }) => text.includes(`@${name}`))
  return { text: text.trim(), mentions: [...new Map(shown.map((one) => [one.id, one])).values()] }
}

/** By which its author knows a message. */
export function readKey(body: unknown): string | undefined {
  const { key } = (body ?? {}) as { key?: unknown }
  return typeof key === 'string' && /^[\w-]{8,64}$/.test(key) ? key : undefined
}

/** A number of a message or a change; undefined for anything else. */
export function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function readMention(value: unknown): ChatMention[] {
  const { id, name } = (value ?? {}) as { id?: unknown; name?: unknown }
  if (typeof id !== 'string' || !/^[\w-]{1,128}$/.test(id)) return []
  return isPersonName(name) ? [{ id, name }] : []
}
