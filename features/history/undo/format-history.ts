import * as Y from 'yjs'

import { never } from '#features/history/clocks'
import { itemsIn } from '#features/history/shared-past'
import type { PieceTimes } from '#features/history/undo/piece-times'

/** What a stretch of letters was given, or, without a value, what was taken from it; by the number of the entry. */
export type FormatChange = { readonly sequence: number; readonly key: string; readonly value: unknown }

type Format = { readonly born: number; readonly died: number; readonly key: string; readonly value: unknown }

/** How the letters of one text were formatted, at all times. Between two marks of a format all have the same past. */
export class FormatHistory {
  readonly #stretchOf = new Map<Y.Item, number>()
  readonly #changes: FormatChange[][] = [[]]

  constructor(text: Y.XmlText, times: PieceTimes) {
    const formats: Format[] = []
    /** How many marks there are before each stretch. */
    const before: number[] = [0]
    for (const item of itemsIn(text)) {
      const { content } = item
      if (content instanceof Y.ContentFormat) {
        const [born, died] = [times.bornOf(item.id), times.diedOf(item)]
        formats.push({ born, died, key: content.key, value: content.value ?? undefined })
      } else if (content instanceof Y.ContentString) {
        if (before.at(-1) !== formats.length) before.push(formats.length)
        this.#stretchOf.set(item, before.length - 1)
      }
    }
    this.#changes = before.map(() => [])
    this.#read(formats, before)
  }

  /** In the order in which they came, since there was a text. */
  changesOf(item: Y.Item): readonly FormatChange[] {
    return this.#changes[this.#stretchOf.get(item) ?? 0] ?? []
  }

  #read(formats: readonly Format[], before: readonly number[]): void {
    const moments = new Set(formats.flatMap(({ born, died }) => (died === never ? [born] : [born, died])))
    const last = before.map(() => new Map<string, unknown>())
    for (const sequence of [...moments].toSorted((one, other) => one - other)) {
      const now = new Map<string, unknown>()
      let next = 0
      for (const [stretch, count] of before.entries()) {
        for (; next < count; next++) {
          const { born, died, key, value } = formats[next] as Format
          if (born <= sequence && died > sequence) now.set(key, value)
        }
        const known = last[stretch] as Map<string, unknown>
        for (const key of new Set([...known.keys(), ...now.keys()])) {
          const value = now.get(key)
          if (isSame(known.get(key), value)) continue
          known.set(key, value)
          this.#changes[stretch]?.push({ sequence, key, value })
        }
      }
    }
  }
}

/** A place in which a letter stood, up to the entry that took it from there. */
export type FormattedPlace = {
  readonly changes: readonly FormatChange[]
  readonly born: number
  readonly died: number
}

/**
 * How a letter is formatted without what is left out: for each format what others gave it last, in any of the places in which
 * it stood, the first before the last.
 */
export function formatsWithout(
  places: readonly FormattedPlace[],
  isOut: (sequence: number) => boolean,
): Record<string, unknown> {
  const [actual, without] = [new Map<string, unknown>(), new Map<string, unknown>()]
  const change = (sequence: number, key: string, value: unknown) => {
    if (isSame(actual.get(key), value)) return
    actual.set(key, value)
    if (!isOut(sequence)) without.set(key, value)
  }
  for (const [index, { changes, born, died }] of places.entries()) {
    if (index > 0) {
      const first = valuesAt(changes, born)
      for (const key of new Set([...actual.keys(), ...first.keys()])) change(born, key, first.get(key))
    }
    const [from, to] = [index === 0 ? -1 : born, index === places.length - 1 ? Infinity : died]
    for (const { sequence, key, value } of changes) {
      if (sequence > from && sequence < to) change(sequence, key, value)
    }
  }
  return Object.fromEntries([...without].filter(([, value]) => value !== undefined))
}

export function valuesAt(changes: readonly FormatChange[], at: number): Map<string, unknown> {
  const values = new Map<string, unknown>()
  for (const { sequence, key, value } of changes) if (sequence <= at) values.set(key, value)
  return values
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
