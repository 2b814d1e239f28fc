import { getSchema } from '@tiptap/core'
import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { Past } from '#features/history/past'
import { lifeOfEdits, type Edit } from '#features/history/testing/life-of-edits'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { readBody } from '#schema/read-nodes'

const schema = getSchema(documentExtensions())

function pastOf(edits: readonly Edit[]): { past: Past; states: unknown[] } {
  const { life, states } = lifeOfEdits(edits, (doc) =>
    readBody(doc.getXmlFragment(documentField.body), schema, new Map()).map(
      (node) => node.toJSON() as unknown,
    ),
  )
  const past = new Past(life, () => '#1977bf')
  onTestFinished(() => past.destroy())
  return { past, states }
}

const block = (name: string, text: string) => {
  const element = new Y.XmlElement(name)
  element.insert(0, [new Y.XmlText(text)])
  return element
}
const textIn = (body: Y.XmlFragment, index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText

/** `+inserted by a person+`, `-deleted-`, in blocks. */
const traced = (past: Past, moment: Parameters<Past['tracedBlocks']>[0]): string[] =>
  past.tracedBlocks(moment).map(({ node, fate }) => {
    let text = fate === 'same' ? '' : `${fate}: `
    node.descendants((inner) => {
      const trace = inner.marks.find(({ type }) => type.name === 'trace')?.attrs
      if (!inner.isText) return
      const sign = trace ? { inserted: '+', deleted: '-', written: '*' }[String(trace['kind'])] : ''
      text += trace ? `${sign}${past.life.people[Number(trace['person'])]}:${inner.text}${sign}` : inner.text
    })
    return text
  })

it('reads every version as it was, whatever was done since', () => {
  const { past, states } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', '')])],
    ['ana', (body) => textIn(body, 0).insert(0, 'Hello world')],
    ['ana', (body) => textIn(body, 0).format(0, 5, { bold: {} })],
    ['luz', (body) => textIn(body, 0).delete(3, 4)],
    ['luz', (body) => body.insert(1, [block('heading', 'Two')])],
    ['ana', (body) => (body.get(1) as Y.XmlElement).setAttribute('level', 3 as never)],
    ['ana', (body) => textIn(body, 0).format(0, 5, { bold: null })],
    ['luz', (body) => body.delete(0, 1)],
    ['luz', (body) => (body.get(0) as Y.XmlElement).setAttribute('level', 2 as never)],
    ['ana', (body) => body.insert(0, [block('codeBlock', 'a = 1')])],
  ])
  expect(past.length).toBe(states.length)
  // Back and forth, so that what is kept of one version does not pass for another.
  for (const version of [10, 1, 4, 3, 2, 9, 5, 6, 8, 7, 10]) {
    const shown = past.blocksAt(version).map(({ node }) => node.toJSON() as unknown)
    expect(shown, `version ${version}`).toEqual(states[version - 1])
  }
})

it('says who wrote each letter, also of those that Enter or another style has moved', () => {
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', '')])],
    ['ana', (body) => textIn(body, 0).insert(0, 'one two')],
    ['luz', (body) => textIn(body, 0).insert(7, ' three')],
    [
      'eva',
      (body) => {
        textIn(body, 0).delete(3, 10)
        body.insert(1, [block('paragraph', ' two three')])
      },
    ],
    [
      'luz',
      (body) => {
        body.delete(1, 1)
        body.insert(1, [block('heading', ' two three')])
      },
    ],
  ])
  const moment = { at: 5, withWriters: true }
  expect(traced(past, moment)).toEqual(['*ana:one*', '*ana: two**luz: three*'])
})

it('says so also of letters that were not typed in the order in which they stand, or were formatted since', () => {
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', '')])],
    ['ana', (body) => textIn(body, 0).insert(0, 'one three')],
    ['luz', (body) => textIn(body, 0).insert(4, 'two ')],
    [
      'eva',
      (body) => {
        body.delete(0, 1)
        body.insert(0, [block('heading', 'one two three')])
      },
    ],
    ['eva', (body) => textIn(body, 0).format(0, 1, { bold: {} })],
  ])
  expect(traced(past, { at: 5, withWriters: true })).toEqual(['*ana:o**ana:ne **luz:two **ana:three*'])
})

it('leaves to their writers letters that somebody takes away and brings back, or pastes elsewhere', () => {
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', '')])],
    ['ana', (body) => textIn(body, 0).insert(0, 'water')],
    ['luz', (body) => textIn(body, 0).insert(5, ' and bread')],
    ['eva', (body) => textIn(body, 0).delete(0, 15)],
    ['luz', (body) => textIn(body, 0).insert(0, 'water')],
    ['eva', (body) => textIn(body, 0).insert(5, ' and bread')],
  ])
  expect(traced(past, { at: 6, withWriters: true })).toEqual(['*luz:water and bread*'])
  expect(traced(past, { since: 3, at: 6 })).toEqual(['-eva:water-+luz:water+ and bread'])
})

it('shows what came and went between two versions, and nothing where letters only moved', () => {
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', 'keep this one')])],
    ['ana', (body) => textIn(body, 0).delete(5, 5)],
    ['luz', (body) => textIn(body, 0).insert(5, 'that ')],
    ['luz', (body) => textIn(body, 0).insert(0, 'passing')],
    ['luz', (body) => textIn(body, 0).delete(0, 7)],
    [
      'eva',
      (body) => {
        textIn(body, 0).delete(10, 3)
        body.insert(1, [block('paragraph', 'one')])
      },
    ],
    ['eva', (body) => body.insert(2, [block('paragraph', 'new')])],
  ])
  expect(traced(past, { since: 1, at: 7 })).toEqual([
    'keep -ana:this -+luz:that +',
    'inserted: one',
    'inserted: +eva:new+',
  ])
  expect(traced(past, { since: 7, at: 7 })).toEqual(['keep that ', 'one', 'new'])
})

it('tells what became of letters in code too, and what was only suggested as it was', () => {
  const suggested = { by: 'luz', id: 's1', at: 1 }
  const { past, states } = pastOf([
    ['', (body) => body.insert(0, [block('codeBlock', 'a = 1'), block('paragraph', 'one two')])],
    [
      'ana',
      (body) => {
        textIn(body, 0).delete(4, 1)
        textIn(body, 0).insert(4, '2')
      },
    ],
    ['luz', (body) => textIn(body, 1).insert(7, ' three', { insertion: suggested })],
    ['luz', (body) => textIn(body, 1).format(0, 4, { 'deletion--abcdefgh': suggested })],
    ['luz', (body) => textIn(body, 0).insert(0, 'b', { insertion: suggested })],
    ['ana', (body) => textIn(body, 1).format(7, 6, { insertion: null })],
  ])
  for (const version of [6, 3, 4, 5]) {
    const shown = past.blocksAt(version).map(({ node }) => node.toJSON() as unknown)
    expect(shown, `version ${version}`).toEqual(states[version - 1])
  }
  expect(JSON.stringify(states[4])).toContain('"deletion"')
  expect(traced(past, { since: 1, at: 5 })).toEqual(['+luz:b+a = -ana:1-+ana:2+', 'one two+luz: three+'])
  // To be accepted is no change of the letters.
  expect(traced(past, { since: 5, at: 6 })).toEqual(['ba = 2', 'one two three'])
})

it('keeps blocks in which nothing happened the same objects from version to version', () => {
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', 'a'), block('paragraph', 'b')])],
    ['ana', (body) => textIn(body, 1).insert(1, 'c')],
  ])
  const [before, after] = [past.blocksAt(1), past.blocksAt(2)]
  expect(after[0]).toBe(before[0])
  expect(after[1]?.node.textContent).toBe('bc')
})

it('knows what was brought at one moment, and what only moved', () => {
  const long =
    'A passage that somebody had written elsewhere and brings here in one go, all of it at one time.'
  const typed: Edit[] = Array.from('typed ', (letter, index) => [
    'luz',
    (body) => textIn(body, 0).insert(index, letter),
  ])
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', ''), block('paragraph', long)])],
    ['ana', (body) => textIn(body, 0).insert(0, long)],
    ...typed,
    [
      'luz',
      (body) => {
        body.delete(0, 1)
        body.insert(0, [block('heading', `typed ${long}`)])
      },
    ],
    ['luz', (body) => textIn(body, 0).insert(0, 'A short one. ')],
  ])
  expect([...past.atOnce]).toEqual([2])
})

it('reads anew only the blocks that differ between two versions', () => {
  const { past } = pastOf([
    ['', (body) => body.insert(0, [block('paragraph', 'one'), block('paragraph', 'two')])],
    ['ana', (body) => textIn(body, 0).insert(3, ' more')],
    ['ana', (body) => body.insert(2, [block('paragraph', 'three')])],
    ['luz', (body) => textIn(body, 1).insert(3, ' later')],
    ['luz', (body) => body.delete(2, 1)],
  ])
  const [first, second] = past.tracedBlocks({ since: 2, at: 4 })
  const [plainFirst, plainSecond] = past.blocksAt(4)
  expect(first).toBe(plainFirst)
  expect(second).not.toBe(plainSecond)
  expect(traced(past, { since: 2, at: 4 })).toEqual(['one more', 'two+luz: later+', 'inserted: +ana:three+'])
  // What was gone before, and what had not come yet, is in neither.
  expect(traced(past, { since: 1, at: 2 })).toEqual(['one+ana: more+', 'two'])
  expect(past.tracedBlocks({ since: 5, at: 5 })).toEqual(past.blocksAt(5))
  expect(past.tracedBlocks({ at: 5, withWriters: true })[0]).not.toBe(past.blocksAt(5)[0])
})
