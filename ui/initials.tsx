/** How somebody is shown in little room: at most two letters, of the first and the last word. */
export function initials(name: string | null): string {
  const words = (name ?? '').split(/[\s_.-]+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends.map((word) => firstLetter(word ?? '').toLocaleUpperCase()).join('') || '?'
}

function firstLetter(word: string): string {
  // A letter with its accents, or an emoji of several code points, is one.
  const [first] = new Intl.Segmenter().segment(word)
  return first?.segment ?? ''
}
