import { rankWords, noMatch, searchable } from '#features/editor/commands/command-search'

import data from './emoji-data.json'

export type Emoji = {
  /** Plain Unicode, as it stands in the text. */
  readonly text: string
  readonly names: { readonly en: string; readonly es: string }
  /** Names as `:smile:` writes them, without the colons. */
  readonly shortNames: readonly string[]
  /** All its names as `searchable` gives them, and other words that have to do with it. */
  readonly called: readonly string[]
  readonly words: readonly string[]
}

/** In the order people know from their phones; names are keys of `editor.emoji.groups`. */
export const emojiGroupNames = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const

export type EmojiGroupName = (typeof emojiGroupNames)[number]

/** Reads a line of the data: the emoji, both names, its short names, English and Spanish words. */
function readEmoji(line: string): Emoji {
  const [text = '', en = '', es = '', shortNames = '', further = ''] = line.split('|')
  return {
    text,
    names: { en, es },
    shortNames: list(shortNames),
    called: [en, es, ...list(shortNames)].map((name) => searchable(name.replaceAll('_', ' '))),
    words: list(further).map((word) => searchable(word)),
  }
}

const list = (text: string) => (text === '' ? [] : text.split(','))

export const emojiGroups: Readonly<Record<EmojiGroupName, readonly Emoji[]>> = {
  smileys: data.smileys.map((line) => readEmoji(line)),
  people: data.people.map((line) => readEmoji(line)),
  nature: data.nature.map((line) => readEmoji(line)),
  food: data.food.map((line) => readEmoji(line)),
  travel: data.travel.map((line) => readEmoji(line)),
  activities: data.activities.map((line) => readEmoji(line)),
  objects: data.objects.map((line) => readEmoji(line)),
  symbols: data.symbols.map((line) => readEmoji(line)),
  flags: data.flags.map((line) => readEmoji(line)),
}

const all = emojiGroupNames.flatMap((name) => emojiGroups[name])

/**
 * The emoji for a name or word in either language, accents ignored, best first: the very short name, those
 * used last, those that are called so, those that have to do with it; the shortest names first.
 */
export function findEmoji(query: string, most: number, recent: readonly string[] = []): readonly Emoji[] {
  const wanted = searchable(query.replaceAll('_', ' '))
  if (wanted === '') return []
  const isShortName = (emoji: Emoji) => emoji.shortNames.includes(query.toLowerCase())
  const rank = (emoji: Emoji) => {
    const { called, words, text } = emoji
    if (isShortName(emoji)) return -2
    // That a name is no longer than what was typed says little: those used last come first all the same.
    const byName = Math.max(rankWords(called, wanted), 0)
    const byWord = words.some((word) => word.startsWith(wanted)) ? 1.5 : noMatch
    const fits = words.includes(wanted) ? Math.min(byName, 0.5) : Math.min(byName, byWord)
    return fits < 1 && recent.includes(text) ? -1 : fits
  }
  const length = ({ called }: Emoji) =>
    Math.min(...called.filter((name) => name.includes(wanted)).map((name) => name.length), 99)
  return all
    .map((emoji) => ({ emoji, rank: rank(emoji), length: length(emoji) }))
    .filter((found) => found.rank < noMatch)
    .toSorted((a, b) => a.rank - b.rank || a.length - b.length)
    .slice(0, most)
    .map(({ emoji }) => emoji)
}

/** @returns those of the texts that are emoji known here, in their order */
export function emojiOf(texts: readonly string[]): readonly Emoji[] {
  return texts.flatMap((text) => all.find((emoji) => emoji.text === text) ?? [])
}
