import type { MovedLetters } from '#features/history/moved-letters'
import { lifeKinds, type DocumentLife } from '#protocol/document-life'

/** Of letters. What somebody types, a word that is completed, or a line that is dictated is mostly less. */
const leastAtOnce = 80

/**
 * The numbers of the entries by which somebody brought much at one moment, rising: what they pasted, or wrote while there was
 * no connection, which comes as one. Not what only moved.
 */
export function broughtAtOnce(life: DocumentLife, moved: MovedLetters): number[] {
  const written = lifeKinds.indexOf('written')
  const isOld = (client: number, clock: number) => moved.sourceOf(client, clock) !== undefined
  const lengths = new Map<number, number>()
  for (const { starts, ends, sequences } of life.births.values()) {
    for (let at = 0; at < starts.length; at++) {
      const sequence = sequences[at] as number
      const length = (ends[at] as number) - (starts[at] as number)
      if (life.kinds[sequence - 1] === written) lengths.set(sequence, (lengths.get(sequence) ?? 0) + length)
    }
  }
  for (const [sequence, length] of lengths) if (length < leastAtOnce) lengths.delete(sequence)
  if (lengths.size === 0) return []
  for (const [client, { starts, ends, sequences }] of life.births) {
    for (let at = 0; at < starts.length; at++) {
      const sequence = sequences[at] as number
      const length = lengths.get(sequence)
      if (length === undefined) continue
      let old = 0
      for (let clock = starts[at] as number; clock < (ends[at] as number); clock++)
        if (isOld(client, clock)) old++
      lengths.set(sequence, length - old)
    }
  }
  return [...lengths]
    .flatMap(([sequence, length]) => (length >= leastAtOnce ? [sequence] : []))
    .toSorted((one, other) => one - other)
}
