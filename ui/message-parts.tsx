import type { Named } from '#ui/mention-typed'

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly id: string }

const address = /https?:\/\/[^\s<>"]+/g
/** They end a sentence rather than an address, unless what opens them stands within it. */
const endings = /[.,;:!?'"»)\]]+$/

/** What a message is made of: its words, its addresses, and whom it names. */
export function messageParts(text: string, mentions: readonly Named[]): MessagePart[] {
  return splitBy(text, address, linkOf).flatMap((part) =>
    part.kind === 'text' ? splitByNames(part.text, mentions) : [part],
  )
}

function splitBy(
  text: string,
  pattern: RegExp,
  partOf: (found: string) => MessagePart | null,
): MessagePart[] {
  const parts: MessagePart[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const part = partOf(found)
    if (!part) continue
    if (index > from) parts.push({ kind: 'text', text: text.slice(from, index) })
    parts.push(part)
    from = index + part.text.length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

function linkOf(found: string): MessagePart | null {
  const open = found.includes('(') ? found.replace(/[.,;:!?'"»\]]+$/, '') : found.replace(endings, '')
  return URL.canParse(open) ? { kind: 'link', text: open, href: open } : null
}

function splitByNames(text: string, mentions: readonly Named[]): MessagePart[] {
  if (mentions.length === 0) return [{ kind: 'text', text }]
  // The longest first: Ana Luz is not Ana.
  const names = mentions.toSorted((a, b) => b.name.length - a.name.length)
  const pattern = new RegExp(names.map(({ name }) => `@${escaped(name)}`).join('|'), 'g')
  return splitBy(text, pattern, (found) => {
    const mention = names.find(({ name }) => `@${name}` === found)
    return mention ? { kind: 'mention', text: found, id: mention.id } : null
  })
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
}
