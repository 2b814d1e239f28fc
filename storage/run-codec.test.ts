import * as encoding from 'lib0/encoding'
import { expect, it } from 'vitest'

import type { JournalEntry } from '#storage/document-update-store'
import { packRuns, unpackUpdates } from '#storage/packed-updates'
import { decodeRun, encodeRun, RunCursor } from '#storage/run-codec'

const entry = (receivedAt: number, userId: string, sessionId: string, bytes: number): JournalEntry => ({
  documentId: 'd',
  receivedAt,
  userId,
  sessionId,
  update: new Uint8Array(bytes).fill(bytes % 251),
})

const entries = [
  entry(1_800_000_000_000, '', 'ana-1', 3),
  entry(1_800_000_000_000, '', 'ana-1', 0),
  entry(1_800_000_000_070, 'zoë', 'ana-1', 127),
  // A clock that was set back, and names beyond one byte of length.
  entry(1_799_999_999_000, 'zoë', 'ñ'.repeat(100), 128),
  entry(1_800_000_100_000, 'x'.repeat(300), 'ñ'.repeat(100), 20_000),
  entry(0, '', '', 1),
]

it('gives back the entries of a run, and of runs behind one another', () => {
  const expected = entries.map((each, index) => ({ ...each, sequence: 7 + index }))
  expect(decodeRun('d', 7, encodeRun(entries))).toEqual(expected)
  const joined = Buffer.concat([encodeRun(entries.slice(0, 2)), encodeRun(entries.slice(2))])
  expect(decodeRun('d', 7, joined)).toEqual(expected)
  expect(unpackUpdates(packRuns([encodeRun(entries.slice(0, 5)), encodeRun(entries.slice(5))]))).toEqual(
    entries.map(({ update }) => update),
  )
})

it('writes what runs have always been, so that older tables are read', () => {
  const encoder = encoding.createEncoder()
  let before: JournalEntry | undefined
  for (const { receivedAt, userId, sessionId, update } of entries) {
    const same = (before?.userId === userId ? 1 : 0) | (before?.sessionId === sessionId ? 2 : 0)
    encoding.writeUint8(encoder, before ? same : 4)
    encoding.writeVarInt(encoder, receivedAt - (before?.receivedAt ?? 0))
    if (before?.userId !== userId) encoding.writeVarString(encoder, userId)
    if (before?.sessionId !== sessionId) encoding.writeVarString(encoder, sessionId)
    encoding.writeVarUint8Array(encoder, update)
    before = { documentId: 'd', receivedAt, userId, sessionId, update }
  }
  expect(Buffer.compare(encodeRun(entries), encoding.toUint8Array(encoder))).toBe(0)
})

it('says so where a run ends early, wherever that is', () => {
  const run = encodeRun(entries.slice(0, 3))
  const outcomeOf = (end: number): string => {
    const cursor = new RunCursor(run.subarray(0, end))
    try {
      while (cursor.next());
      return `${cursor.count} entries`
    } catch (error) {
      return String(error)
    }
  }
  const outcomes = Array.from({ length: run.byteLength - 1 }, (_, index) => outcomeOf(index + 1))
  // A cut between two entries leaves a shorter run, which whoever counts notices.
  expect(new Set(outcomes)).toEqual(new Set(['Error: a run ends early', '1 entries', '2 entries']))
})
