import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { Past } from '#features/history/past'
import { type Edit, lifeOfEdits } from '#features/history/testing/life-of-edits'
import { lineOf } from '#features/history/testing/work-undone-in'
import { WorkUndone } from '#features/history/undo/work-undone'

const editsPerRun = 60
/** `FUZZ_RUNS=n` goes through more, `FUZZ_SEED=n` through one. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 30)
const seeds = process.env['FUZZ_SEED']
  ? [Number(process.env['FUZZ_SEED'])]
  : Array.from({ length: runs }, (_, index) => index + 1)

function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    // mulberry32: small, and the same everywhere.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const block = (name: string, text: string) => {
  const element = new Y.XmlElement(name)
  element.insert(0, [new Y.XmlText(text)])
  return element
}
const textIn = (body: Y.XmlFragment, index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText
const lettersIn = (body: Y.XmlFragment, index: number) =>
  (textIn(body, index).toDelta() as { insert: string }[]).map(({ insert }) => insert).join('')

type Operation = (body: Y.XmlFragment) => void

/** What people do, as editors write it: what is moved is taken away and written anew. */
function operations(random: (below: number) => number, newLetters: () => string): Operation[] {
  const one = (body: Y.XmlFragment) => random(body.length)
  const type: Operation = (body) => {
    const index = one(body)
    textIn(body, index).insert(random(textIn(body, index).length + 1), newLetters())
  }
  const erase: Operation = (body) => {
    const text = textIn(body, one(body))
    const at = random(text.length)
    text.delete(at, Math.min(text.length - at, 1 + random(5)))
  }
  const remake: Operation = (body) => {
    const index = one(body)
    const letters = lettersIn(body, index)
    body.delete(index, 1)
    body.insert(index, [block(['paragraph', 'heading', 'codeBlock'][random(3)] ?? '', letters)])
  }
  const move: Operation = (body) => {
    const index = one(body)
    const letters = lettersIn(body, index)
    body.delete(index, 1)
    body.insert(random(body.length + 1), [block('paragraph', letters)])
  }
  const split: Operation = (body) => {
    const index = one(body)
    const letters = lettersIn(body, index)
    const at = random(letters.length + 1)
    textIn(body, index).delete(at, letters.length - at)
    body.insert(index + 1, [block('paragraph', letters.slice(at))])
  }
  const join: Operation = (body) => {
    if (body.length < 2) return
    const index = random(body.length - 1)
    const letters = lettersIn(body, index + 1)
    body.delete(index + 1, 1)
    textIn(body, index).insert(textIn(body, index).length, letters)
  }
  const add: Operation = (body) => body.insert(random(body.length + 1), [block('paragraph', newLetters())])
  const remove: Operation = (body) => {
    if (body.length > 1) body.delete(one(body), 1)
  }
  const format: Operation = (body) => {
    const index = one(body)
    if ((body.get(index) as Y.XmlElement).nodeName === 'codeBlock') return
    const text = textIn(body, index)
    const at = random(text.length)
    text.format(at, 1 + random(text.length - at), { [random(2) ? 'bold' : 'italic']: random(3) ? {} : null })
  }
  const align: Operation = (body) =>
    (body.get(one(body)) as Y.XmlElement).setAttribute('align', ['center', 'right'][random(2)] ?? '')
  return [
    type,
    type,
    type,
    type,
    erase,
    erase,
    remake,
    move,
    split,
    split,
    join,
    add,
    remove,
    format,
    format,
    align,
  ]
}

function story(seed: number) {
  const random = randomFrom(seed)
  const writers = new Map<string, string>()
  let last = 0x4e00
  let writer = ''
  /** Every letter is another one, so that where it came from is never a matter of looks. */
  const newLetters = () =>
    Array.from({ length: 1 + random(4) }, () => {
      const letter = String.fromCharCode((last += 1))
      writers.set(letter, writer)
      return letter
    }).join('')
  const all = operations(random, newLetters)
  const told: string[] = []
  const edits: Edit[] = [
    ['ana', (body) => body.insert(0, [block('paragraph', newLetters()), block('paragraph', '')])],
  ]
  for (let count = 0; count < editsPerRun; count++) {
    const by = ['ana', 'bo', 'luz'][random(3)] ?? ''
    const operation = random(all.length)
    edits.push([
      by,
      (body) => {
        writer = by
        told.push(`${by} ${operation}`)
        all[operation]?.(body)
      },
    ])
  }
  return { edits, writers, told, since: 1 + random(editsPerRun) }
}

const onlyLetters = (lines: readonly string[]) =>
  Array.from(lines.join('')).filter((letter) => letter >= '\u4e00')

test.each(seeds)('what is undone is what somebody did, and nothing else (seed %i)', (seed) => {
  const { edits, writers, told, since } = story(seed)
  const { life, update } = lifeOfEdits(edits, () => null)
  const past = new Past(life, () => '#1977bf')
  const live = new Y.Doc()
  Y.applyUpdate(live, update)
  const linesAt = (version: number) => past.blocksAt(version).map(({ node }) => lineOf(node))
  const today = new Map(past.blocksAt(past.length).map(({ key, node }) => [key, lineOf(node)]))
  const undone = (people: readonly string[]) => {
    const places = new Set(people.map((userId) => life.people.indexOf(userId)))
    const work = new WorkUndone(past, { people: places, since })
    const lines = work
      .blocksIn(live)
      .map(
        ({ key, json }) =>
          (json === undefined ? today.get(key) : lineOf(past.schema.nodeFromJSON(json))) ?? '?',
      )
    return { lines, shown: work.compared() }
  }
  const about = `seed ${seed}, since ${since}: ${told.join(', ')}`
  try {
    const before = new Set(onlyLetters(linesAt(since)))
    const left = onlyLetters(undone(['bo']).lines)
    const isOfOthers = (letter: string) => writers.get(letter) !== 'bo' || before.has(letter)
    const now = onlyLetters(linesAt(past.length))
    expect({
      about,
      everybody: undone(['ana', 'bo', 'luz']).lines,
      nobody: undone(['eva']),
      twice: left.filter((letter, index) => left.indexOf(letter) !== index),
      left: left.filter((letter) => !isOfOthers(letter)),
      lost: now.filter((letter) => isOfOthers(letter) && !left.includes(letter)),
    }).toEqual({
      about,
      // Without what everybody did, it is the version of then; without what somebody did who did nothing, that of today.
      everybody: linesAt(since),
      nobody: { lines: linesAt(past.length), shown: [] },
      // Without what one did, nothing of theirs is left, of the others' all that nobody deleted, and each letter once.
      twice: [],
      left: [],
      lost: [],
    })
  } finally {
    past.destroy()
    live.destroy()
  }
})
