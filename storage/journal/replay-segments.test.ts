import { describe, expect, it } from 'vitest'

import type { JournalEntry, StoredEntry } from '#storage/document-update-store'
import { documentKey, JournalBatch, type Share } from '#storage/journal/journal-batch'
import { JournalWriter } from '#storage/journal/journal-writer'
import { replaySegments, type LeftSegment, type Replay } from '#storage/journal/replay-segments'
import { decodeRun } from '#storage/run-codec'
import { MemoryFiles } from '#storage/testing/memory-files'

const segmentBytes = 2_048

/** A journal in memory: batches of entries of documents, each entry with a text to know it by. */
class TestJournal {
  readonly files = new MemoryFiles()
  readonly #salts = new Map<number, bigint>()
  readonly #sequences = new Map<string, number>()
  readonly writer = new JournalWriter({
    files: this.files,
    folder: '',
    nextSegment: 1,
    previous: { segment: 0, end: 0 },
    segmentBytes,
    register: (segment, salt) => {
      this.#salts.set(segment, salt)
      return Promise.resolve()
    },
  })

  async write(...documentIds: string[]): Promise<void> {
    const sequences = new Map(this.#sequences)
    const shares = [...new Set(documentIds)].map((documentId): Share => {
      const firstSequence = (sequences.get(documentId) ?? 0) + 1
      const entries = documentIds
        .filter((id) => id === documentId)
        .map((_id, index): JournalEntry => {
          const sequence = firstSequence + index
          const update = Buffer.from(`${documentId} ${sequence} `.repeat(4))
          return { documentId, receivedAt: 1_000 + sequence, userId: 'ana', sessionId: 'tab', update }
        })
      sequences.set(documentId, firstSequence + entries.length - 1)
      return { documentId, key: documentKey(documentId), firstSequence, entries }
    })
    await this.writer.write(new JournalBatch(shares))
    for (const [documentId, sequence] of sequences) this.#sequences.set(documentId, sequence)
  }

  /** What is left of it, each segment's bytes changed at will. */
  left(change: (bytes: Buffer, segment: number) => Buffer = (bytes) => bytes): LeftSegment[] {
    return [...this.#salts].map(([segment, salt]) => {
      const file = `${String(segment).padStart(8, '0')}.log`
      const bytes = change(Buffer.from(this.files.files.get(file) ?? []), segment)
      return { segment, salt, drained: { end: 0, batch: 0 }, file, bytes }
    })
  }
}

const entriesIn = ({ shares }: Replay): StoredEntry[] =>
  shares.flatMap(({ documentId, run }) => decodeRun(documentId, run.firstSequence, run.bytes))

/** What a replay gives of each document that is not damaged. */
function textsOf(replay: Replay): Record<string, string> {
  const damaged = new Set(replay.damagedKeys.map((key) => key.toString('hex')))
  const texts: Record<string, string> = {}
  for (const { documentId, update } of entriesIn(replay)) {
    if (damaged.has(documentKey(documentId).toString('hex'))) continue
    texts[documentId] = (texts[documentId] ?? '') + Buffer.from(update).toString()
  }
  return texts
}

const damagedOf = ({ damagedKeys }: Replay, documentIds: readonly string[]): string[] =>
  documentIds.filter((id) => damagedKeys.some((key) => key.equals(documentKey(id))))

async function threeBatches(): Promise<TestJournal> {
  const journal = new TestJournal()
  await journal.write('a', 'b')
  await journal.write('b')
  await journal.write('a', 'c', 'c')
  return journal
}

describe('replaying the journal', () => {
  it('gives back what was written, over as many segments as it took', async () => {
    const journal = new TestJournal()
    for (let index = 0; index < 40; index++) await journal.write('a', 'b')
    expect(journal.files.files.size).toBeGreaterThan(3)
    const replay = replaySegments(journal.left())
    const { damagedKeys, end, tornBytes } = replay
    const entries = entriesIn(replay)
    expect(entries.map(({ documentId, sequence }) => `${documentId}${sequence}`)).toEqual(
      Array.from({ length: 40 }, (_, index) => [`a${index + 1}`, `b${index + 1}`]).flat(),
    )
    expect(entries[3]).toMatchObject({ receivedAt: 1_002, userId: 'ana', sessionId: 'tab' })
    expect([damagedKeys, tornBytes]).toEqual([[], 0])
    expect(end).toMatchObject(journal.writer.durable)
  })

  it('begins behind what is drained, whatever became of that', async () => {
    const journal = await threeBatches()
    const all = replaySegments(journal.left())
    expect(all.shares[0]?.documentId).toBe('a')
    const drained = { end: await firstBatchEnd(), batch: 1 }
    const left = journal
      .left((bytes) => bytes.fill(0xff, 0, drained.end))
      .map((segment) => ({ ...segment, drained }))
    expect(replaySegments(left).shares).toEqual(all.shares.slice(2))
  })

  it('drops a torn last batch wherever it was torn, and nothing else', async () => {
    const journal = await threeBatches()
    const end = journal.writer.durable.end
    const before = textsOf(replaySegments(journal.left()))
    await journal.write('a', 'b', 'c')
    const whole = journal.writer.durable.end
    const after = textsOf(replaySegments(journal.left()))
    for (let cut = end; cut < whole; cut++) {
      const zeroed = replaySegments(
        journal.left((bytes) => (bytes.length > cut ? bytes.fill(0, cut) : bytes)),
      )
      const short = replaySegments(
        journal.left((bytes, segment) => (segment === 1 ? bytes.subarray(0, cut) : bytes)),
      )
      for (const replay of [zeroed, short]) {
        expect(replay.damagedKeys).toEqual([])
        // All its entries may be there although the mark behind them is not.
        const lastBatchIsThere = entriesIn(replay).length > 6
        expect(textsOf(replay), `cut at ${cut}`).toEqual(lastBatchIsThere ? after : before)
      }
    }
  })

  it('drops a last batch of which any block was not written', async () => {
    const journal = await threeBatches()
    const from = journal.writer.durable.end
    await journal.write(...Array.from({ length: 20 }, (_, index) => `d${index}`))
    const to = journal.writer.durable.end
    for (let block = Math.floor(from / 512); block * 512 < to; block++) {
      const replay = replaySegments(
        journal.left((bytes, segment) =>
          segment === 1 ? bytes.fill(0, Math.max(from, block * 512), Math.min(to, (block + 1) * 512)) : bytes,
        ),
      )
      // The last block may hold no more than the foot, and then everything is there.
      expect([6, 26], `block ${block}`).toContain(entriesIn(replay).length)
      expect(replay.damagedKeys).toEqual([])
    }
  })

  it('survives every single changed byte: each document is right, or named as damaged', async () => {
    const journal = await threeBatches()
    const sound = textsOf(replaySegments(journal.left()))
    const { end } = journal.writer.durable
    let refused = 0
    for (let at = 0; at < end; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const replay = replaySegments(
          journal.left((bytes) => {
            bytes[at] = (bytes[at] ?? 0) ^ flip
            return bytes
          }),
        )
        const damaged = damagedOf(replay, ['a', 'b', 'c'])
        expect(damaged.length, `byte ${at}`).toBeLessThanOrEqual(1)
        refused += damaged.length
        const expected = Object.fromEntries(Object.entries(sound).filter(([id]) => !damaged.includes(id)))
        expect(textsOf(replay), `byte ${at} ^ ${flip}`).toEqual(expected)
      }
    }
    expect(refused).toBeGreaterThan(0)
  })

  it('refuses the whole where a stretch is gone and nothing tells whose it was', async () => {
    const journal = await threeBatches()
    const middle = await firstBatchEnd()
    expect(() =>
      replaySegments(journal.left((bytes) => bytes.fill(0x5a, middle, middle + 40 + 200))),
    ).toThrow(expect.objectContaining({ code: 'damaged' }))
    expect(() => replaySegments(journal.left((bytes) => bytes.fill(0, middle, middle + 40 + 200)))).toThrow(
      expect.objectContaining({ code: 'damaged' }),
    )
  })

  it('refuses the whole where a segment in between is gone, or ends early', async () => {
    const journal = new TestJournal()
    for (let index = 0; index < 40; index++) await journal.write('a', 'b')
    const left = journal.left()
    expect(() => replaySegments(left.filter(({ segment }) => segment !== 2))).toThrow('missing')
    expect(() =>
      replaySegments(journal.left((bytes, segment) => (segment === 2 ? bytes.subarray(0, 1_000) : bytes))),
    ).toThrow(expect.objectContaining({ code: 'damaged' }))
  })

  it('counts nothing of a batch that failed, although all of it got to the disk', async () => {
    const journal = await threeBatches()
    const before = entriesIn(replaySegments(journal.left())).length
    // The write went through and the sync after it failed.
    journal.files.onWrite = (byteCount) => byteCount - 1
    await expect(journal.write('a')).rejects.toMatchObject({ code: 'unavailable' })
    journal.files.onWrite = undefined
    await journal.write('a')
    await journal.write('b')
    const entries = entriesIn(replaySegments(journal.left()))
    expect(entries).toHaveLength(before + 2)
    expect(entries.filter(({ documentId }) => documentId === 'a').map(({ sequence }) => sequence)).toEqual([
      1, 2, 3,
    ])
  })

  it('says no more than once in a while that no segment can be made, and goes on when it can', async () => {
    const journal = await threeBatches()
    let attempts = 0
    journal.files.onWrite = () => 0
    journal.files.onCreate = () => {
      attempts++
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    }
    for (let index = 0; index < 10; index++)
      await expect(journal.write('a')).rejects.toMatchObject({ code: 'unavailable' })
    expect(attempts).toBeLessThan(10)
    journal.files.onWrite = undefined
    journal.files.onCreate = undefined
    await new Promise((resolve) => setTimeout(resolve, 250))
    await journal.write('a')
    expect(entriesIn(replaySegments(journal.left()))).toHaveLength(7)
  })
})

async function firstBatchEnd(): Promise<number> {
  const journal = new TestJournal()
  await journal.write('a', 'b')
  return journal.writer.durable.end
}
