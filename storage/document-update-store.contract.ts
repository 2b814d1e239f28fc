import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type {
  DocumentRecord,
  DocumentUpdateStore,
  JournalEntry,
  StoredProjection,
} from '#storage/document-update-store'
import { unpackUpdates } from '#storage/packed-updates'
import { decodeRun } from '#storage/run-codec'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (update: Uint8Array): string => new TextDecoder().decode(update)

function entry(documentId: string, text: string, about: Partial<JournalEntry> = {}): JournalEntry {
  return { documentId, receivedAt: 1_000, userId: 'ana', sessionId: 'tab-1', update: bytes(text), ...about }
}

/** `count` entries by three users over seven connections. */
const manyEntries = (documentId: string, count: number): JournalEntry[] =>
  Array.from({ length: count }, (_, index) =>
    entry(documentId, `update ${index + 1}`, {
      receivedAt: 1_000 + index,
      userId: `user-${index % 3}`,
      sessionId: `tab-${index % 7}`,
    }),
  )

/** The numbers from one up to another. */
const numbers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at)

const projection = (documentId: string, sequence: number, title: string | null = `Title ${sequence}`) => ({
  documentId,
  sequence,
  title,
  excerpt: `excerpt ${sequence}`,
  searchText: `text ${sequence}`,
  mentions: [],
  changedAt: sequence * 1_000,
})

/**
 * What every adapter of the journal must do. `open` opens the same place each time, an empty one at first;
 * the one before is closed by then.
 */
export function documentUpdateStoreContract(open: () => Promise<DocumentUpdateStore>): void {
  let store: DocumentUpdateStore

  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  const reopen = async (): Promise<void> => {
    await store.close()
    store = await open()
  }
  const loadedTexts = async (documentId: string): Promise<string[] | undefined> =>
    (await store.load(documentId))?.updates.map(textOf)

  describe('contract: append and load', () => {
    it('has no document that nobody wrote', async () => {
      expect(await store.load('d1')).toBeUndefined()
    })

    it('gives back what was appended, in order, also after it was opened anew', async () => {
      await store.append([entry('d1', 'a'), entry('d1', 'b', { receivedAt: 2_000 })])
      await store.append([entry('d1', 'c', { receivedAt: 3_000 })])
      const expected = { snapshot: null, snapshotSequence: 0, lastSequence: 3, changedAt: 3_000 }
      expect(await store.load('d1')).toMatchObject(expected)
      await reopen()
      expect(await store.load('d1')).toMatchObject(expected)
      expect(await loadedTexts('d1')).toEqual(['a', 'b', 'c'])
    })

    it('gives the same in one buffer of its own, for other threads', async () => {
      expect(await store.loadPacked('d1')).toBeUndefined()
      await store.append([entry('d1', 'one'), entry('d1', ''), entry('d1', 'three')])
      const packed = await store.loadPacked('d1')
      expect(packed).toMatchObject({ snapshot: null, snapshotSequence: 0, lastSequence: 3 })
      expect(packed && unpackUpdates(packed).map(textOf)).toEqual(['one', '', 'three'])
      expect(packed?.updateBytes.buffer.byteLength).toBe(packed?.updateBytes.byteLength)
    })

    it('numbers each document by itself, however a batch mixes them', async () => {
      await store.append([entry('d1', 'a'), entry('d2', 'x'), entry('d1', 'b'), entry('d2', 'y')])
      expect(await store.readEntries('d1', 0, 10)).toMatchObject([{ sequence: 1 }, { sequence: 2 }])
      expect(await loadedTexts('d2')).toEqual(['x', 'y'])
    })

    it('keeps names of any script and bytes of any value, empty ones too', async () => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)
      const name = 'notas/día 1/日本'
      await store.append([entry(name, '', { userId: 'ñandú', update: everyByte }), entry(name, '')])
      const entries = await store.readEntries(name, 0, 10)
      expect(entries[0]?.userId).toBe('ñandú')
      expect(Uint8Array.from(entries[0]?.update ?? [])).toEqual(everyByte)
      expect(entries[1]?.update.byteLength).toBe(0)
    })

    it('carries out calls in the order in which they were made', async () => {
      const appends = Array.from({ length: 50 }, (_, index) => store.append([entry('d1', String(index))]))
      const loaded = store.load('d1')
      await Promise.all(appends)
      expect((await loaded)?.updates.map(textOf)).toEqual(
        Array.from({ length: 50 }, (_, index) => String(index)),
      )
    })

    it('takes an update of several megabytes', async () => {
      const big = new Uint8Array(5 << 20).fill(7)
      await store.append([entry('d1', '', { update: big })])
      const [update] = (await store.load('d1'))?.updates ?? []
      expect(Buffer.compare(update ?? new Uint8Array(), big)).toBe(0)
    })
  })

  describe('contract: seed', () => {
    it('makes a document once', async () => {
      expect(await store.seed(entry('d1', 'seed'))).toBe(true)
      expect(await store.seed(entry('d1', 'another seed'))).toBe(false)
      expect(await loadedTexts('d1')).toEqual(['seed'])
    })

    it('leaves a document alone that was written before', async () => {
      await store.append([entry('d1', 'a')])
      expect(await store.seed(entry('d1', 'seed'))).toBe(false)
      expect(await loadedTexts('d1')).toEqual(['a'])
    })
  })

  describe('contract: compact', () => {
    it('lets a snapshot stand for the entries up to its sequence', async () => {
      await store.append(manyEntries('d1', 5))
      await store.compact('d1', 3, bytes('snapshot'))
      const loaded = await store.load('d1')
      expect(loaded).toMatchObject({ snapshotSequence: 3, lastSequence: 5 })
      expect(textOf(loaded?.snapshot ?? new Uint8Array())).toBe('snapshot')
      expect(await loadedTexts('d1')).toEqual(['update 4', 'update 5'])
    })

    it('forgets nothing: each entry keeps its sequence, time, user, session and bytes', async () => {
      await store.append(manyEntries('d1', 2_500))
      await store.compact('d1', 1_200, bytes('first'))
      await store.append([entry('d1', 'later')])
      await store.compact('d1', 2_400, bytes('second'))
      await reopen()
      const entries = await store.readEntries('d1', 0, 10_000)
      expect(entries.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 2_501 }, (_, index) => index + 1),
      )
      for (const index of [0, 1_199, 1_200, 2_399, 2_400, 2_499]) {
        const { update, ...about } = entries[index] ?? entry('', '')
        expect(textOf(update)).toBe(`update ${index + 1}`)
        expect(about).toEqual({
          documentId: 'd1',
          sequence: index + 1,
          receivedAt: 1_000 + index,
          userId: `user-${index % 3}`,
          sessionId: `tab-${index % 7}`,
        })
      }
    })

    it('pages through history and live log alike', async () => {
      await store.append(manyEntries('d1', 10))
      await store.compact('d1', 6, bytes('snapshot'))
      const sequences = async (after: number, limit: number): Promise<number[]> =>
        (await store.readEntries('d1', after, limit)).map(({ sequence }) => sequence)
      expect(await sequences(0, 3)).toEqual([1, 2, 3])
      expect(await sequences(3, 5)).toEqual([4, 5, 6, 7, 8])
      expect(await sequences(8, 100)).toEqual([9, 10])
      expect(await sequences(10, 100)).toEqual([])
    })

    it('gives history and live log as one run, for other threads', async () => {
      expect(await store.loadRecord('d1')).toBeUndefined()
      await store.append(manyEntries('d1', 2_500))
      await store.compact('d1', 1_200, bytes('first'))
      await store.append([entry('d1', 'later')])
      await reopen()
      const record = await store.loadRecord('d1')
      expect(record?.lastSequence).toBe(2_501)
      expect(record?.runBytes.buffer.byteLength).toBe(record?.runBytes.byteLength)
      const entries = decodeRun('d1', 1, record?.runBytes ?? new Uint8Array())
      expect(entries).toEqual(await store.readEntries('d1', 0, 10_000))
    })

    it('gives the end of that run, whole, to those who want what came since a time', async () => {
      await store.append(manyEntries('d1', 30))
      for (const through of [10, 20]) await store.compact('d1', through, bytes(`up to ${through}`))
      const sequencesSince = async (since: number): Promise<number[]> => {
        const { runBytes, firstSequence } = (await store.loadRecord('d1', { since })) as DocumentRecord
        return decodeRun('d1', firstSequence, runBytes).map(({ sequence }) => sequence)
      }
      // They were received at 1000, 1001, 1002, ...
      expect(await sequencesSince(0)).toEqual(numbers(1, 30))
      expect(await sequencesSince(1_008)).toEqual(numbers(1, 30))
      expect(await sequencesSince(1_009)).toEqual(numbers(11, 30))
      expect(await sequencesSince(1_019)).toEqual(numbers(21, 30))
      expect(await sequencesSince(9_000)).toEqual(numbers(21, 30))
      expect(await store.loadRecord('none', { since: 0 })).toBeUndefined()
    })

    it('gives the beginning of that run, up to a time or a length, to those who go through it in parts', async () => {
      await store.append(manyEntries('d1', 30))
      for (const through of [5, 10, 20]) await store.compact('d1', through, bytes(`up to ${through}`))
      const sequencesUntil = async (receivedAt: number, enoughBytes = Infinity): Promise<number[]> => {
        const record = (await store.loadRecord('d1', {
          until: { receivedAt, enoughBytes },
        })) as DocumentRecord
        const found = decodeRun('d1', record.firstSequence, record.runBytes).map(({ sequence }) => sequence)
        expect(found.at(-1) ?? 0).toBe(record.lastSequence)
        return found
      }
      // They were received at 1000, 1001, 1002, ...
      expect(await sequencesUntil(1_000)).toEqual([])
      expect(await sequencesUntil(1_001)).toEqual(numbers(1, 5))
      expect(await sequencesUntil(1_010)).toEqual(numbers(1, 10))
      expect(await sequencesUntil(1_020)).toEqual(numbers(1, 20))
      expect(await sequencesUntil(9_000)).toEqual(numbers(1, 30))
      expect(await sequencesUntil(9_000, 1)).toEqual(numbers(1, 10))
      expect(await store.loadRecord('none', { until: { receivedAt: 0, enoughBytes: 1 } })).toBeUndefined()
    })

    it('gives none that is longer than was wished for', async () => {
      await store.append(manyEntries('d1', 500))
      await store.compact('d1', 400, bytes('snapshot'))
      const whole = (await store.loadRecord('d1'))?.runBytes.byteLength ?? 0
      for (const maxBytes of [10, whole - 1]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await expect(store.loadRecord('d1', { maxBytes })).rejects.toMatchObject({ code: 'tooLong' })
      }
      const sinceFold = await store.loadRecord('d1', { maxBytes: whole - 1, since: 1_399 })
      expect(sinceFold?.firstSequence).toBe(401)
      expect(await store.loadRecord('d1', { maxBytes: whole * 4 })).toBeDefined()
    })

    it('goes on numbering where the log was', async () => {
      await store.append(manyEntries('d1', 3))
      await store.compact('d1', 3, bytes('snapshot'))
      await store.append([entry('d1', 'later')])
      expect(await store.load('d1')).toMatchObject({ snapshotSequence: 3, lastSequence: 4 })
    })

    it('puts one entry in the place of all before it, in the middle of a chunk too, and goes on from there', async () => {
      await store.append(manyEntries('d1', 30))
      for (const through of [10, 25]) await store.compact('d1', through, bytes(`up to ${through}`))
      const base = (sequence: number) => ({
        ...entry('d1', `all up to ${sequence}`, {
          receivedAt: 1_000 + sequence,
          userId: '',
          sessionId: 'before',
        }),
        sequence,
      })
      expect(await store.findForgettable(1_000)).toEqual([])
      expect(await store.findForgettable(1_005)).toEqual(['d1'])
      // What is not folded stays.
      await store.forget(base(26))
      expect(await store.readEntries('d1', 0, 100)).toHaveLength(30)
      await store.forget(base(12))
      await store.forget(base(7))
      await reopen()
      const entries = await store.readEntries('d1', 0, 100)
      expect(entries.map(({ sequence }) => sequence)).toEqual(numbers(12, 30))
      expect(entries[0]).toMatchObject({ userId: '', sessionId: 'before', receivedAt: 1_012 })
      expect(entries.slice(0, 2).map(({ update }) => textOf(update))).toEqual(['all up to 12', 'update 13'])
      expect(await store.readEntries('d1', 12, 2)).toMatchObject([{ sequence: 13 }, { sequence: 14 }])
      const record = (await store.loadRecord('d1')) as DocumentRecord
      expect(record).toMatchObject({ firstSequence: 12, lastSequence: 30 })
      expect(decodeRun('d1', 12, record.runBytes)).toEqual(entries)
      const late = (await store.loadRecord('d1', { since: 1_026 })) as DocumentRecord
      expect(late.firstSequence).toBe(26)
      expect(await store.load('d1')).toMatchObject({ snapshotSequence: 25, lastSequence: 30 })
      // Once more, of what an earlier time left, up to the end of what is folded.
      await store.append([entry('d1', 'later', { receivedAt: 9_000 })])
      await store.compact('d1', 31, bytes('up to 31'))
      await store.forget(base(25))
      expect((await store.readEntries('d1', 0, 100)).map(({ sequence }) => sequence)).toEqual(numbers(25, 31))
      await store.forget(base(31))
      expect(await store.readEntries('d1', 0, 100)).toMatchObject([{ sequence: 31 }])
      expect(await store.findForgettable(1_000_000)).toEqual([])
      await store.append([entry('d1', 'after all')])
      expect(await store.readEntries('d1', 0, 100)).toMatchObject([{ sequence: 31 }, { sequence: 32 }])
    })

    it('says which entries there are', async () => {
      expect(await store.findBounds('d1')).toBeUndefined()
      await store.append([...manyEntries('d1', 5), ...manyEntries('d2', 2)])
      const all = { firstSequence: 1, lastSequence: 5, changedAt: 1_004 }
      expect(await store.findBounds('d1')).toEqual(all)
      await store.compact('d1', 5, bytes('snapshot'))
      expect(await store.findBounds('d1')).toEqual(all)
      await store.forget({ ...entry('d1', 'all up to 3', { receivedAt: 1_002 }), sequence: 3 })
      expect(await store.findBounds('d1')).toEqual({ ...all, firstSequence: 3 })
      await store.append([entry('d1', 'later', { receivedAt: 2_000 })])
      expect(await store.findBounds('d1')).toEqual({ firstSequence: 3, lastSequence: 6, changedAt: 2_000 })
      await store.remove('d1')
      expect(await store.findBounds('d1')).toBeUndefined()
    })

    it('says how much room a document takes, for its present and for its past', async () => {
      expect(await store.measure('d1')).toBeUndefined()
      expect(await store.measureAll()).toEqual({ presentBytes: 0, historyBytes: 0 })
      await store.append(manyEntries('d1', 2_000))
      const before = await store.measure('d1')
      expect(before?.presentBytes).toBeGreaterThan(20_000)
      expect(before?.historyBytes).toBe(0)
      await store.compact('d1', 1_999, bytes('snapshot'))
      const after = await store.measure('d1')
      expect(after?.presentBytes).toBeGreaterThan('snapshot'.length)
      expect(after?.presentBytes).toBeLessThan(200)
      expect(after?.historyBytes).toBeGreaterThan(100)
      expect(await store.measureAll()).toEqual(after)
      await store.append(manyEntries('d2', 10))
      const other = await store.measure('d2')
      expect(await store.measureAll()).toEqual({
        presentBytes: (after?.presentBytes ?? 0) + (other?.presentBytes ?? 0),
        historyBytes: after?.historyBytes,
      })
    })

    it('keeps the newer snapshot when an older one comes late', async () => {
      await store.append(manyEntries('d1', 5))
      await Promise.all([store.compact('d1', 5, bytes('newer')), store.compact('d1', 3, bytes('older'))])
      const loaded = await store.load('d1')
      expect(loaded?.lastSequence).toBe(5)
      expect((loaded?.snapshotSequence ?? 0) + (loaded?.updates.length ?? 0)).toBe(5)
      await store.compact('d1', 5, bytes('newer'))
      await store.compact('d1', 2, bytes('older'))
      expect(textOf((await store.load('d1'))?.snapshot ?? new Uint8Array())).toBe('newer')
      expect(await store.readEntries('d1', 0, 100)).toHaveLength(5)
    })

    it('lets appends pass meanwhile and loses none of them', async () => {
      await store.append(manyEntries('d1', 3_000))
      const compaction = store.compact('d1', 3_000, bytes('snapshot'))
      const appends = Array.from({ length: 20 }, (_, index) => store.append([entry('d1', `late ${index}`)]))
      await Promise.all([compaction, ...appends])
      expect(await loadedTexts('d1')).toHaveLength(20)
      expect(await store.readEntries('d1', 0, 10_000)).toHaveLength(3_020)
    })
  })

  describe('contract: projections', () => {
    it('keep who named somebody while a later one does not say', async () => {
      await store.append(['1', '2', '3', '4'].map((text) => entry('d1', text)))
      const named = (sequence: number, mentions: StoredProjection['mentions']) =>
        store.putProjection({ ...projection('d1', sequence), mentions })
      const read = async () => (await store.readProjections(0, 10)).projections[0]?.mentions
      await named(1, [
        { userId: 'luz', count: 1, by: 'ana' },
        { userId: 'eva', count: 1, by: null },
      ])
      const unsaid = ['luz', 'eva', 'leo'].map((userId) => ({ userId, count: 1, by: '' }))
      await named(2, unsaid)
      expect(await read()).toEqual([
        { userId: 'luz', count: 1, by: 'ana' },
        { userId: 'eva', count: 1, by: null },
        { userId: 'leo', count: 1, by: '' },
      ])
      await named(3, [{ userId: 'luz', count: 2, by: '' }])
      expect(await read()).toEqual([{ userId: 'luz', count: 2, by: '' }])
      await named(4, [])
      expect(await read()).toEqual([])
    })

    beforeEach(() => store.append(['d1', 'd2', 'd3'].map((id) => entry(id, 'a'))))

    it('lists them from the oldest change on, each document once', async () => {
      for (const id of ['d1', 'd2', 'd3']) await store.putProjection(projection(id, 1))
      await store.putProjection(projection('d1', 2))
      const page = await store.readProjections(0, 10)
      expect(page.projections).toEqual([projection('d2', 1), projection('d3', 1), projection('d1', 2)])
      expect(page.more).toBe(false)
      expect(await store.readProjections(page.cursor, 10)).toEqual({ ...page, projections: [] })
    })

    it('goes on from a cursor, also after it was opened anew', async () => {
      await store.putProjection(projection('d1', 1))
      await store.putProjection(projection('d2', 1, null))
      const first = await store.readProjections(0, 1)
      expect(first).toMatchObject({ projections: [projection('d1', 1)], more: true })
      await reopen()
      await store.putProjection(projection('d1', 2))
      const second = await store.readProjections(first.cursor, 10)
      expect(second.projections).toEqual([projection('d2', 1, null), projection('d1', 2)])
      expect(second.cursor).toBeGreaterThan(first.cursor)
    })

    it('keeps the newer one when an older one comes late', async () => {
      await store.putProjection(projection('d1', 2))
      await store.putProjection(projection('d1', 1))
      expect((await store.readProjections(0, 10)).projections).toEqual([projection('d1', 2)])
    })

    it('ends a page of long texts early, and goes on from there', async () => {
      const searchText = 'x'.repeat(3_000_000)
      for (const id of ['d1', 'd2', 'd3']) await store.putProjection({ ...projection(id, 1), searchText })
      const first = await store.readProjections(0, 10)
      expect(first.projections.map(({ documentId }) => documentId)).toEqual(['d1', 'd2'])
      expect(first.more).toBe(true)
      const second = await store.readProjections(first.cursor, 10)
      expect(second.projections.map(({ documentId }) => documentId)).toEqual(['d3'])
    })

    it('begins at the beginning for a cursor that it never gave out', async () => {
      await store.putProjection(projection('d1', 1))
      expect((await store.readProjections(1_000_000, 10)).projections).toHaveLength(1)
    })

    it('finds what is behind', async () => {
      await store.append(Array.from({ length: 5 }, () => entry('d1', 'more')))
      await store.putProjection(projection('d2', 1))
      expect(await store.findLongLogs(5)).toEqual(['d1'])
      expect(await store.findStaleProjections()).toEqual(['d1', 'd3'])
      await store.compact('d1', 6, bytes('snapshot'))
      await store.putProjection(projection('d1', 6))
      expect(await store.findLongLogs(5)).toEqual([])
      expect(await store.findStaleProjections()).toEqual(['d3'])
    })
  })

  describe('contract: remove', () => {
    it('forgets a document in all its parts, and no other', async () => {
      for (const id of ['d1', 'd2']) {
        await store.append(manyEntries(id, 8))
        await store.compact(id, 5, bytes('snapshot'))
        await store.putProjection(projection(id, 8))
      }
      await store.append([entry('d1', 'the newest')])
      await store.remove('d1')
      expect(await store.load('d1')).toBeUndefined()
      expect(await store.readEntries('d1', 0, 100)).toEqual([])
      expect((await store.readProjections(0, 10)).projections).toEqual([projection('d2', 8)])
      expect((await store.load('d2'))?.lastSequence).toBe(8)
      expect(await store.findStaleProjections()).toEqual([])
      await reopen()
      expect(await store.load('d1')).toBeUndefined()
      expect(await store.readEntries('d2', 0, 100)).toHaveLength(8)
    })

    it('lets a document of the same name begin anew', async () => {
      await store.append(manyEntries('d1', 3))
      await store.remove('d1')
      expect(await store.seed(entry('d1', 'again'))).toBe(true)
      await store.append([entry('d1', 'more')])
      await reopen()
      const loaded = await store.load('d1')
      expect(loaded?.updates.map(textOf)).toEqual(['again', 'more'])
      expect(loaded?.lastSequence).toBe(2)
    })

    it('changes nothing where there is none', async () => {
      await store.remove('d1')
      expect(await store.load('d1')).toBeUndefined()
    })
  })

  describe('contract: close', () => {
    it('refuses calls from then on', async () => {
      const closed = store
      await reopen()
      await expect(closed.append([entry('d1', 'a')])).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
}
