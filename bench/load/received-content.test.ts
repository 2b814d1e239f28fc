import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { keystroke, letterOf } from './keystrokes.ts'
import { type ExpectedContent, ReceivedContent } from './received-content.ts'
import { countPatches, encodePatches, syntheticPatches, traceClientId, traceContent } from './trace.ts'

/** What was typed by some clients, each so many letters. */
const typed = (...inserted: readonly (readonly [number, number])[]): ExpectedContent => ({
  unitAt: letterOf,
  inserted: new Map(inserted),
  deletions: 0,
})

function read(content: ReceivedContent, ...updates: readonly Uint8Array[]): ReceivedContent {
  for (const update of updates) content.readUpdate(update, 0, update.byteLength)
  return content
}

const keys = (clientId: number, from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, index) => keystroke(clientId, from + index))

test('a keystroke written by hand is the one that Yjs writes', () => {
  const doc = new Y.Doc()
  doc.clientID = 4_000_000_000
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = 0; index < 300; index++) {
    doc.getText('text').insert(index, String.fromCharCode(letterOf(doc.clientID, index)))
  }
  expect(keys(doc.clientID, 0, 300)).toEqual(updates.map((update) => new Uint8Array(update)))
})

test('everything once and in order is complete, however the server put it together', () => {
  const content = new ReceivedContent(typed([1, 30], [2, 10]))
  read(content, ...keys(1, 0, 5), Y.mergeUpdates([...keys(1, 5, 20), ...keys(2, 0, 10)]))
  expect(content.isComplete()).toBe(false)
  const doc = new Y.Doc()
  for (const update of keys(1, 0, 30)) Y.applyUpdate(doc, update)
  read(content, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(halfOf(20))))
  expect(content.isComplete()).toBe(true)
  expect(content.problems).toEqual([])
})

function halfOf(count: number): Y.Doc {
  const doc = new Y.Doc()
  for (const update of keys(1, 0, count)) Y.applyUpdate(doc, update)
  return doc
}

test('what is missing, doubled, out of order or another is told', () => {
  const [first, second, third] = keys(1, 0, 3) as [Uint8Array, Uint8Array, Uint8Array]
  const expected = typed([1, 3])
  const missing = read(new ReceivedContent(expected), first, second)
  expect([missing.isComplete(), missing.problems]).toEqual([false, []])
  const doubled = read(new ReceivedContent(expected), first, second, second, third)
  expect(doubled.doubled).toBe(1)
  expect(doubled.problems).toEqual(['client 1: 1 came twice'])
  expect(read(new ReceivedContent(expected), first, third, second).problems).toEqual([
    'client 1: 2 came and 1 had not',
    'client 1: 1 came twice',
  ])
  const other = new ReceivedContent({ ...expected, unitAt: () => 0 })
  expect(read(other, first).problems).toEqual(['client 1: another character came as 0'])
})

test('a writer need not get back what it wrote, but all of the others', () => {
  const content = new ReceivedContent(typed([1, 5], [2, 3]), 1)
  read(content, ...keys(2, 0, 2))
  expect(content.isComplete()).toBe(false)
  read(content, ...keys(1, 3, 5), ...keys(2, 2, 3))
  expect(content.isComplete()).toBe(true)
  expect(content.problems).toEqual([])
})

test('a document that was typed and deleted is complete by its updates and by its state alike', () => {
  const patches = [...syntheticPatches(2000), [3, 0, 'ñandú €'], [4, 2, '']] as const
  const { updates, state } = encodePatches(patches)
  const trace = { updates, state, ...countPatches(patches) }
  const expected = traceContent(trace, () => updates.length)
  const byUpdates = read(new ReceivedContent(expected, 2), ...updates.slice(0, -1))
  expect(byUpdates.isComplete()).toBe(false)
  read(byUpdates, ...updates.slice(-1))
  const byState = read(new ReceivedContent(expected, 3), state)
  for (const content of [byUpdates, byState]) {
    expect(content.problems).toEqual([])
    expect(content.isComplete()).toBe(true)
  }
  expect(read(byUpdates, ...updates.slice(-1)).problems[0]).toMatch(/deleted twice/)
  expect(byUpdates.received(traceClientId)).toBe(trace.units.length)
})
