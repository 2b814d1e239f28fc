import type { Mark } from '@tiptap/pm/model'

import { deletionName, insertionName } from '#schema/suggestions/suggestion-marks'

type Letter = { readonly letter: string; readonly marks: readonly Mark[] }

/**
 * Which letters of a line are left where suggestions in it were accepted or rejected, and nothing else was done: by
 * their places before. Letters alone do not tell: most of those that an accepted word is made of also stood in the
 * word it replaces.
 * @returns null where something else was done, or nothing decided
 */
export function lettersLeft(before: readonly Letter[], after: readonly Letter[]): number[] | null {
  const still = idsOf(after)
  const decided = new Set([...idsOf(before)].filter((id) => !still.has(id)))
  if (decided.size === 0) return null
  for (const goes of [deletionName, insertionName]) {
    const left = [...before.keys()].filter((place) => {
      const { marks = [] } = before[place] ?? {}
      return !marks.some(({ type, attrs }) => type.name === goes && decided.has(attrs['id']))
    })
    if (left.length === after.length && left.every((place, index) => isSame(before[place], after[index])))
      return left
  }
  return null

  function isSame(old: Letter | undefined, now: Letter | undefined): boolean {
    const was = insertionOf(old)
    return old?.letter === now?.letter && insertionOf(now) === (decided.has(was) ? undefined : was)
  }
}

function idsOf(letters: readonly Letter[]): Set<unknown> {
  const ids = new Set<unknown>()
  for (const { marks } of letters) {
    for (const { type, attrs } of marks) {
      if (type.name === insertionName || type.name === deletionName) ids.add(attrs['id'])
    }
  }
  return ids
}

function insertionOf(letter: Letter | undefined): unknown {
  const id: unknown = letter?.marks.find(({ type }) => type.name === insertionName)?.attrs['id']
  return id
}
