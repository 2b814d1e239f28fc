import type { TextPart } from '#features/documents/document-item'
import { foldText } from '#storage/fold-text'

const word = /[\p{L}\p{N}\p{M}]+/gu
/** In a text longer than that, hits further down are not looked for: the excerpt is then its beginning. */
const maxScanned = 200_000
const lead = 60
const excerptLength = 220

/** The text in pieces, the words that begin with one of the folded terms apart. */
export function highlight(text: string, terms: readonly string[]): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { index, length } of hits(text, terms)) {
    if (index > end) parts.push({ text: text.slice(end, index), hit: false })
    parts.push({ text: text.slice(index, index + length), hit: true })
    end = index + length
  }
  if (end < text.length) parts.push({ text: text.slice(end), hit: false })
  return parts
}

/** A piece of a long text around its first hit that is not the title's; null where there is none near. */
export function excerptAround(
  text: string,
  title: string | null,
  terms: readonly string[],
): TextPart[] | null {
  const skipped = title !== null && text.startsWith(title) ? title.length : 0
  const body = text.slice(skipped, skipped + maxScanned)
  const [first] = hits(body, terms)
  if (!first) return null
  const from = first.index <= lead ? 0 : body.indexOf(' ', first.index - lead) + 1
  const start = from > first.index || from === 0 ? Math.max(0, first.index - lead) : from
  const piece = body
    .slice(start, start + excerptLength)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return highlight(start > 0 ? `… ${piece}` : piece, terms)
}

function* hits(text: string, terms: readonly string[]): Generator<{ index: number; length: number }> {
  if (terms.length === 0) return
  const letters = new Set(terms.map((term) => term[0]))
  for (const { 0: found, index } of text.matchAll(word)) {
    const [letter = ''] = found
    // Most words of a long text: folding each of them would take longer than finding its document.
    if (letter < '\u0080' && !letters.has(letter.toLowerCase())) continue
    const folded = foldText(found)
    if (terms.some((term) => folded.startsWith(term))) yield { index, length: found.length }
  }
}
