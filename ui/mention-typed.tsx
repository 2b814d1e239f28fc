/** Somebody who may be named in a message. */
export type Named = { readonly id: string; readonly name: string }

const mostChoices = 6
const longestQuery = 40

export type TypedMention = {
  /** Where the sign stands. */
  readonly from: number
  /** Where the caret stands. */
  readonly to: number
  readonly choices: readonly Named[]
}

/** Who may be meant by what stands before the caret; null where nobody is being named. */
export function typedMention(text: string, caret: number, people: readonly Named[]): TypedMention | null {
  const from = text.lastIndexOf('@', caret - 1)
  if (from < 0 || caret - from > longestQuery || /\S/.test(text[from - 1] ?? ' ')) return null
  const query = folded(text.slice(from + 1, caret))
  if (query.includes('\n')) return null
  const choices = people
    .filter(({ name }) => {
      const words = folded(name).split(' ')
      return words.some((_, index) => words.slice(index).join(' ').startsWith(query))
    })
    .slice(0, mostChoices)
  return choices.length > 0 ? { from, to: caret, choices } : null
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
