import type { History } from '#features/history/history-file'

export type PersonOfHistory = { readonly name: string | null; readonly color: string }

/** Of whom nobody knows who it was, and of how a document began. */
const neutralColor = '#625d56'

/**
 * Names and colours of who has written, by their places in the life. Whoever is here keeps the colour they have here; the
 * others are given what is left, in the order in which they came.
 */
export function peopleOfHistory(
  { life, people }: Pick<History, 'life' | 'people'>,
  colors: readonly string[],
  here: ReadonlyMap<string, string>,
): PersonOfHistory[] {
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const free = colors.filter((color) => !new Set(here.values()).has(color))
  const given = free.length > 0 ? free : colors
  let next = 0
  return life.people.map((id) => ({
    name: names.get(id) ?? null,
    color: id === '' ? neutralColor : (here.get(id) ?? given[next++ % given.length] ?? neutralColor),
  }))
}
