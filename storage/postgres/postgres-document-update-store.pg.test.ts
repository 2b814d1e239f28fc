import { crc32, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { JournalEntry } from '#storage/document-update-store'
import { documentUpdateStoreContract } from '#storage/document-update-store.contract'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { StorageError } from '#storage/storage-error'
import { decodeRun, encodeRun } from '#storage/run-codec'
import {
  changeRows,
  dropSchema,
  hasPostgres,
  newSchema,
  readRows,
} from '#storage/postgres/testing/test-schema'

const text = (entry: Pick<JournalEntry, 'update'>): string => new TextDecoder().decode(entry.update)
const entry = (documentId: string, said: string, sessionId = 'tab'): JournalEntry => ({
  documentId,
  receivedAt: 1_000,
  userId: 'ana',
  sessionId,
  update: new TextEncoder().encode(said),
})

describe.skipIf(!hasPostgres)('the store on PostgreSQL', () => {
  let location: PostgresLocation
  const stores: PostgresDocumentUpdateStore[] = []
  const open = async (): Promise<PostgresDocumentUpdateStore> => {
    const store = await PostgresDocumentUpdateStore.open(location)
    stores.push(store)
    return store
  }
  beforeEach(() => {
    location = newSchema()
  })
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await dropSchema(location)
  })

  documentUpdateStoreContract(open)

  it('counts on nothing that came behind entries of another process', async () => {
    const alone = await PostgresDocumentUpdateStore.openAlone(location, {
      lost: () => undefined,
      regained: () => undefined,
    })
    stores.push(alone)
    await alone.append([entry('d1', 'one')])
    const other = await open()
    await other.append([entry('d1', 'of another')])
    await expect(alone.append([entry('d1', 'two')])).rejects.toMatchObject({ code: 'unavailable' })
    expect((await alone.load('d1'))?.updates).toHaveLength(3)
    await alone.append([entry('d1', 'three')])
  })

  it('lets several write to the same documents, and numbers their entries without gaps', async () => {
    const first = await open()
    const writers = [first, ...(await Promise.all([open(), open(), open()]))]
    const documents = ['d1', 'd2', 'd3']
    const write = async (store: PostgresDocumentUpdateStore, name: number): Promise<void> => {
      for (let at = 0; at < 50; at++) {
        // In another order each time: who waits for each other in a circle would show.
        const batch = documents.map((id) => entry(id, `${name} ${at}`, `tab-${name}`))
        // oxlint-disable-next-line no-await-in-loop -- a writer's batches follow each other
        await store.append(name % 2 === 0 ? batch : batch.toReversed())
        // oxlint-disable-next-line no-await-in-loop -- the same
        if (at % 20 === 0) await store.compact('d1', 1 + at, Uint8Array.of(1))
      }
    }
    await Promise.all(writers.map(write))
    for (const id of documents) {
      // oxlint-disable-next-line no-await-in-loop -- few
      const entries = await first.readEntries(id, 0, 1_000)
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
      for (const name of [0, 1, 2, 3]) {
        const theirs = entries.filter(({ sessionId }) => sessionId === `tab-${name}`)
        expect(theirs.map(text)).toEqual(Array.from({ length: 50 }, (_, at) => `${name} ${at}`))
      }
    }
  })

  it('says where entries came among those of others, and writes none of a document that is gone', async () => {
    const nodes = await Promise.all([1, 2].map(() => openTogether(location, false)))
    stores.push(...nodes)
    const [first, second] = nodes as [PostgresDocumentUpdateStore, PostgresDocumentUpdateStore]
    expect(second.identity).toBe(first.identity)
    await first.seed(entry('d1', 'seed'))
    await second.seed(entry('d2', 'seed'))
    const placed = await Promise.all([
      first.appendPlaced([entry('d1', 'a'), entry('gone', 'x'), entry('d2', 'b'), entry('d1', 'c')]),
      // It waits for the one before, with the next one: then both are written as one.
      first.appendPlaced([entry('d1', 'd')]),
      first.appendPlaced([entry('d2', 'e'), entry('d1', 'f'), entry('gone', 'y')]),
    ])
    const byId = placed.map((places) => places.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    expect(byId).toEqual([
      [
        { id: 'd1', lastSequence: 3, added: 2 },
        { id: 'd2', lastSequence: 2, added: 1 },
      ],
      [{ id: 'd1', lastSequence: 4, added: 1 }],
      [
        { id: 'd1', lastSequence: 5, added: 1 },
        { id: 'd2', lastSequence: 3, added: 1 },
      ],
    ])
    expect(await second.load('gone')).toBeUndefined()
    expect(await second.lastSequences(['d1', 'd2', 'gone'])).toEqual(
      new Map([
        ['d1', 5],
        ['d2', 3],
      ]),
    )
    expect((await second.readEntries('d1', 0, 10)).map(text)).toEqual(['seed', 'a', 'c', 'd', 'f'])
  })

  it('numbers entries of existing documents without gaps while several write and one of them is removed', async () => {
    const nodes = await Promise.all([1, 2, 3].map(() => openTogether(location, false)))
    stores.push(...nodes)
    const [first] = nodes as [PostgresDocumentUpdateStore]
    for (const id of ['d1', 'd2', 'late']) {
      // oxlint-disable-next-line no-await-in-loop -- few
      await first.seed(entry(id, 'seed'))
    }
    await Promise.all(nodes.map(writeAndRemove))
    expect(await first.load('late')).toBeUndefined()
    const entries = await first.readEntries('d1', 0, 1_000)
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 121 }, (_, at) => at + 1))
    expect((await first.lastSequences(['d2'])).get('d2')).toBe(121)
  })

  it('lets several in together, and nobody who wants it alone, nor the other way round', async () => {
    const together = await openTogether(location, true)
    const alone = (): Promise<PostgresDocumentUpdateStore> =>
      PostgresDocumentUpdateStore.openAlone(location, { lost: () => undefined, regained: () => undefined })
    await expect(alone()).rejects.toMatchObject({ code: 'inUse' })
    await together.close()
    const lone = await alone()
    stores.push(lone)
    await expect(openTogether(location, true)).rejects.toMatchObject({ code: 'inUse' })
  })

  it('keeps news in order for whoever reads on, and a lease for one at a time until it is over', async () => {
    const nodes = await Promise.all([1, 2].map(() => openTogether(location, true)))
    stores.push(...nodes)
    const [first, second] = nodes as [PostgresDocumentUpdateStore, PostgresDocumentUpdateStore]
    const begun = await first.addNews('before')
    await Promise.all([first.addNews('a'), second.addNews('b'), first.addNews('c')])
    const news = await second.readNews(begun)
    expect(news.map(({ number }) => number - begun)).toEqual([1, 2, 3])
    expect(news.map((one) => one.text).toSorted()).toEqual(['a', 'b', 'c'])
    expect(await second.readNews(begun + 2)).toHaveLength(1)

    expect(await first.takeLease('d1', 'one', 60_000)).toBe(true)
    expect(await second.takeLease('d1', 'two', 60_000)).toBe(false)
    expect(await first.takeLease('d1', 'one', 0)).toBe(true)
    expect(await second.takeLease('d1', 'two', 60_000)).toBe(true)
    await first.releaseLease('d1', 'one')
    expect(await first.takeLease('d1', 'one', 60_000)).toBe(false)
    await second.releaseLease('d1', 'two')
    expect(await first.takeLease('d1', 'one', 60_000)).toBe(true)
  })

  it('seeds a document for one of those who try at once', async () => {
    const first = await open()
    const writers = [first, ...(await Promise.all([open(), open(), open()]))]
    const seeded = await Promise.all(writers.map((store, at) => store.seed(entry('d1', `seed ${at}`))))
    expect(seeded.filter(Boolean)).toHaveLength(1)
    expect(await writers[0]?.readEntries('d1', 0, 10)).toHaveLength(1)
  })

  it('may be opened by several at once where there is nothing yet', async () => {
    const writers = await Promise.all([open(), open(), open()])
    await Promise.all(writers.map((store) => store.append([entry('d1', 'a')])))
    expect((await writers[0]?.load('d1'))?.lastSequence).toBe(3)
  })

  it('keeps what it promised while connections break, and nothing twice within a promise', async () => {
    const store = await open()
    const promised: string[] = []
    let broken = 0
    let cut = 0
    for (let at = 0; at < 60; at++) {
      const answered = store.append([entry('d1', `${at}`), entry('d1', `${at}+`)]).then(
        () => {
          promised.push(`${at}`, `${at}+`)
          return undefined
        },
        (error: unknown) => {
          broken++
          return error instanceof StorageError ? error.code : String(error)
        },
      )
      // oxlint-disable-next-line no-await-in-loop -- while that one is on its way
      if (at % 10 === 5) cut += await breakConnections(location)
      // oxlint-disable-next-line no-await-in-loop -- the same
      expect((await answered) ?? 'unavailable').toBe('unavailable')
    }
    const kept = (await store.readEntries('d1', 0, 1_000)).map(text)
    expect(kept.filter((said) => promised.includes(said))).toEqual(promised)
    // Of those that were not, all or nothing.
    expect(kept.length % 2).toBe(0)
    expect(cut).toBeGreaterThan(0)
    expect(promised.length / 2 + broken).toBe(60)
  })

  it.for([
    ['a run', 'UPDATE runs SET bytes = set_byte(bytes, 3, get_byte(bytes, 3) # 1) WHERE last_sequence = 5'],
    ['a run that is gone', 'DELETE FROM runs WHERE last_sequence = 5'],
    ['the snapshot', 'UPDATE snapshots SET bytes = set_byte(bytes, 6, get_byte(bytes, 6) # 1)'],
    ['a snapshot that is gone', 'DELETE FROM snapshots'],
  ] as const)('says that a document is damaged, never a part of it: %s', async ([_what, damage]) => {
    const store = await open()
    for (const said of ['1', '2', '3', '4', '5', '6']) {
      // oxlint-disable-next-line no-await-in-loop -- rows of their own
      await store.append([entry('d1', said), entry('d2', said)])
    }
    await store.compact('d1', 3, Uint8Array.of(1, 2, 3))
    const key = `(SELECT key FROM documents WHERE id = 'd1')`
    const whose = damage.includes('WHERE') ? 'AND' : 'WHERE'
    expect(await changeRows(location, `${damage} ${whose} document_key = ${key}`)).toBe(1)
    await expect(store.load('d1')).rejects.toMatchObject({ code: 'damaged' })
    expect((await store.load('d2'))?.lastSequence).toBe(6)
  })

  it('says that the history is damaged', async () => {
    const store = await open()
    await store.append(['1', '2', '3'].map((said) => entry('d1', said)))
    await store.compact('d1', 3, Uint8Array.of(1, 2, 3))
    expect(await changeRows(location, 'UPDATE history SET bytes = set_byte(bytes, 6, 255)')).toBe(1)
    await expect(store.readEntries('d1', 0, 10)).rejects.toMatchObject({ code: 'damaged' })
    await expect(store.loadRecord('d1')).rejects.toMatchObject({ code: 'damaged' })
    expect((await store.load('d1'))?.lastSequence).toBe(3)
  })

  it('packs the history in columns, and reads what an earlier version packed as runs', async () => {
    const store = await open()
    const entries = ['1', '2', '3', '4'].map((said) => entry('d1', said))
    await store.append(entries.slice(0, 3))
    await store.compact('d1', 3, Uint8Array.of(1))
    const old = zstdCompressSync(encodeRun(entries.slice(0, 3)))
    const asBefore = `bytes = '\\x${old.toString('hex')}', checksum = ${crc32(old)}, format = 2, run_bytes = NULL`
    expect(await changeRows(location, `UPDATE history SET ${asBefore}`)).toBe(1)
    await store.append(entries.slice(3))
    await store.compact('d1', 4, Uint8Array.of(2))
    const rows = await readRows(location, 'SELECT format, run_bytes::int FROM history ORDER BY last_sequence')
    const runBytes = encodeRun(entries.slice(3)).byteLength
    expect(rows).toEqual([
      { format: 2, run_bytes: null },
      { format: 3, run_bytes: runBytes },
    ])
    expect((await store.readEntries('d1', 0, 10)).map(text)).toEqual(['1', '2', '3', '4'])
    const { runBytes: all = new Uint8Array() } = (await store.loadRecord('d1')) ?? {}
    expect(decodeRun('d1', 1, all).map(text)).toEqual(['1', '2', '3', '4'])
  })

  it('keeps a projection with what is no text to PostgreSQL', async () => {
    const store = await open()
    await store.append([entry('d1', 'a')])
    const projection = { documentId: 'd1', sequence: 1, title: 'a\0b', excerpt: '\0', searchText: 'c\0' }
    await store.putProjection({ ...projection, mentions: [], changedAt: 1 })
    const { projections } = await store.readProjections(0, 10)
    expect(projections).toMatchObject([{ title: 'a\uFFFDb', excerpt: '\uFFFD', searchText: 'c\uFFFD' }])
  })
})

describe.skipIf(!hasPostgres)('opening the store on PostgreSQL', () => {
  it('says in a sentence what is wrong, and never the address with its password', async () => {
    const wrong = openAt((url) => {
      url.password = 'another one'
    })
    await expect(wrong).rejects.toMatchObject({ code: 'unavailable' })
    await expect(wrong).rejects.toThrow(/^PostgreSQL refuses the user name or the password/)
    await expect(wrong).rejects.not.toThrow(/another one/)
    await expect(openAt((url) => void (url.pathname = '/none'))).rejects.toThrow(/no database of this name/)
    await expect(openAt((url) => void (url.port = '1'))).rejects.toThrow(/nothing listens at this address/)
  })

  it('refuses a schema of a later version and leaves it as it is', async () => {
    const location = newSchema()
    await (await PostgresDocumentUpdateStore.open(location)).close()
    await changeRows(location, 'UPDATE schema_steps SET taken = 99')
    await expect(PostgresDocumentUpdateStore.open(location)).rejects.toMatchObject({ code: 'tooNew' })
    expect(await changeRows(location, 'SELECT 1 FROM schema_steps WHERE taken = 99')).toBe(1)
    await dropSchema(location)
  })
})

/** As when the server is restarted or a router forgets them. @returns how many */
function breakConnections({ url, schema }: PostgresLocation): Promise<number> {
  return changeRows(
    { url, schema },
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'pliego ${schema}' AND query LIKE '%runs%'`,
  )
}

/** Writes to three documents in turn; the one with the number 1 removes one of them meanwhile. */
async function writeAndRemove(store: PostgresDocumentUpdateStore, number: number): Promise<void> {
  for (let at = 0; at < 40; at++) {
    const batch = ['d1', 'late', 'd2'].map((id) => entry(id, `${number} ${at}`))
    // oxlint-disable-next-line no-await-in-loop -- a writer's batches follow each other
    await store.appendPlaced(number === 1 ? batch : batch.toReversed())
    // oxlint-disable-next-line no-await-in-loop -- the same
    if (at === 20 && number === 1) await store.remove('late')
  }
}

const nothingHeard = { lost: () => undefined, regained: () => undefined }
const openTogether = (location: PostgresLocation, makesDocuments: boolean) =>
  PostgresDocumentUpdateStore.openTogether(location, makesDocuments, nothingHeard)

/** At an address that differs from the right one. */
function openAt(change: (url: URL) => void): Promise<PostgresDocumentUpdateStore> {
  const { url, schema } = newSchema()
  const other = new URL(url)
  change(other)
  return PostgresDocumentUpdateStore.open({ url: other.href, schema })
}
