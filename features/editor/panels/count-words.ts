/** What a text amounts to. Characters as people see them: an emoji or an accented letter is one. */
export type TextCounts = {
  readonly words: number
  readonly characters: number
  readonly charactersWithoutSpaces: number
}

/** @param locale the language of the interface; it matters where words are not divided by spaces */
export function countText(blocks: readonly string[], locale: string): TextCounts {
  const wordsIn = new Intl.Segmenter(locale, { granularity: 'word' })
  const letters = new Intl.Segmenter(locale, { granularity: 'grapheme' })
  const counts = { words: 0, characters: 0, charactersWithoutSpaces: 0 }
  for (const block of blocks) {
    for (const { isWordLike } of wordsIn.segment(block)) if (isWordLike === true) counts.words += 1
    for (const { segment } of letters.segment(block)) {
      counts.characters += 1
      if (segment.trim() !== '') counts.charactersWithoutSpaces += 1
    }
  }
  return counts
}
