import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'

import { LocalCopy } from '#features/editor/local-copy'
import { requestResult, transactionDone } from '#features/editor/session/indexed-db'
import { openLocalDatabase, readEntries, writeEntry } from '#features/editor/session/local-database'
import { schemaVersion } from '#schema/version'

const documentId = 'letter'
let factory: IDBFactory
let closing: LocalCopy[]

beforeEach(() => {
  factory = new FakeFactory()
  closing = []
  vi.stubGlobal('IDBKeyRange', FakeKeyRange)
})

afterEach(async () => {
  vi.useRealTimers()
  for (const copy of closing) await copy.close()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

type Tab = { doc: Y.Doc; copy: LocalCopy; text: () => string; type: (text: string) => number; load: string }

async function openTab(from: () => IDBFactory = () => factory): Promise<Tab> {
  const doc = new Y.Doc()
  const copy = new LocalCopy({ documentId, indexedDB: from })
  closing.push(copy)
  let number = 0
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== copy) number = copy.append(update, origin === 'remote' ? 'remote' : 'own')
  })
  const load = await copy.open(doc, () => {})
  const text = doc.getText('text')
  const type = (typed: string) => {
    text.insert(text.length, typed)
    return number
  }
  return { doc, copy, text: () => text.toJSON(), type, load }
}

async function storedEntries(): Promise<number> {
  const database = await openLocalDatabase(factory)
  const copy = await readEntries(database, documentId)
  database.close()
  return copy?.entries.length ?? 0
}

const start = (since: number) => ({ base: new Uint8Array([since]), cut: null, since })

const kept = (tab: Tab, number: number) =>
  vi.waitFor(() => expect(tab.copy.keeps(number)).toBe('yes'), { interval: 1 })

describe('LocalCopy', () => {
  test('confirms a write only after its transaction and gives it back to the next tab', async () => {
    const tab = await openTab()
    expect(tab.load).toBe('empty')
    const number = tab.type('hola')
    expect(tab.copy.keeps(number)).toBe('soon')
    await kept(tab, number)
    const next = await openTab()
    expect(next.load).toBe('loaded')
    expect(next.text()).toBe('hola')
  })

  test('asks for strict durability in every transaction that writes', async () => {
    const tab = await openTab()
    const database = await openLocalDatabase(factory)
    const transaction = vi.spyOn(Object.getPrototypeOf(database) as IDBDatabase, 'transaction')
    await kept(tab, tab.type('a'))
    await tab.copy.delete()
    const writes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writes.length).toBe(2)
    for (const [, , options] of writes) expect(options).toEqual({ durability: 'strict' })
    database.close()
  })

  test('does not write back what it loaded', async () => {
    const tab = await openTab()
    await kept(tab, tab.type('a'))
    await tab.copy.close()
    const next = await openTab()
    await next.copy.close()
    expect(await storedEntries()).toBe(1)
  })

  test('keeps the writes of several tabs that know nothing of each other', async () => {
    const [one, two] = [await openTab(), await openTab()]
    const numbers = Array.from({ length: 20 }, () => [one.type('1'), two.type('2')] as const)
    const [last1, last2] = numbers.at(-1)!
    await kept(one, last1)
    await kept(two, last2)
    const merged = (await openTab()).text()
    expect(merged.split('').toSorted().join('')).toBe('1'.repeat(20) + '2'.repeat(20))
  })

  test('compacts into one entry, without touching what another tab wrote', async () => {
    const [one, two] = [await openTab(), await openTab()]
    await kept(two, two.type('other tab '))
    for (let entry = 0; entry < 230; entry++) await kept(one, one.type('x'))
    expect(await storedEntries()).toBeLessThan(60)
    const text = (await openTab()).text()
    expect(text).toContain('other tab ')
    expect(text.match(/x/g)?.length).toBe(230)
  })

  test('writes what came from the server later, and gathers it', async () => {
    const tab = await openTab()
    const remote = new Y.Doc()
    remote.getText('text').insert(0, 'from the server')
    Y.applyUpdate(tab.doc, Y.encodeStateAsUpdate(remote), 'remote')
    expect(await storedEntries()).toBe(0)
    await tab.copy.close()
    expect((await openTab()).text()).toBe('from the server')
  })

  test('closing right after typing still writes it', async () => {
    const doc = new Y.Doc()
    const copy = new LocalCopy({ documentId, indexedDB: () => factory })
    doc.on('update', (update: Uint8Array) => copy.append(update, 'own'))
    const opened = copy.open(doc, () => {})
    doc.getText('text').insert(0, 'in a hurry')
    await copy.close()
    await opened
    expect((await openTab()).text()).toBe('in a hurry')
  })

  test('forgets the document for all tabs, and no open tab brings it back', async () => {
    const [one, two] = [await openTab(), await openTab()]
    await kept(one, one.type('secret'))
    const number = two.type('own')
    await kept(two, number)
    await one.copy.delete()
    expect(one.copy.keeps(0)).toBe('no')
    const late = two.type('late')
    await vi.waitFor(() => expect(two.copy.keeps(late)).toBe('no'))
    expect(two.copy.keeps(number)).toBe('no')
    await two.copy.close()
    expect(await storedEntries()).toBe(0)
  })

  test('leaves other documents alone when it forgets one', async () => {
    const other = new LocalCopy({ documentId: 'letter2', indexedDB: () => factory })
    closing.push(other)
    const doc = new Y.Doc()
    await other.open(doc, () => {})
    doc.getText('text').insert(0, 'mine')
    const number = other.append(Y.encodeStateAsUpdate(doc), 'own')
    await vi.waitFor(() => expect(other.keeps(number)).toBe('yes'))
    const tab = await openTab()
    await kept(tab, tab.type('a'))
    await tab.copy.delete()
    const database = await openLocalDatabase(factory)
    expect((await readEntries(database, 'letter2'))?.entries.length).toBe(1)
    database.close()
  })

  test('neither loads nor touches what a newer schema wrote', async () => {
    const database = await openLocalDatabase(factory)
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'from the future')
    await writeEntry(database, {
      documentId,
      copyId: undefined,
      schemaVersion: schemaVersion + 1,
      updates: [Y.encodeStateAsUpdate(doc)],
      replaces: [],
    })
    database.close()
    const tab = await openTab()
    expect(tab.load).toBe('newerSchema')
    expect(tab.text()).toBe('')
    expect(tab.copy.keeps(tab.type('old'))).toBe('no')
    expect(await storedEntries()).toBe(1)
  })
})

describe('LocalCopy where IndexedDB fails', () => {
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
  })

  test.each([
    ['is denied', () => Promise.reject(new DOMException('denied', 'SecurityError'))],
    ['is missing', undefined],
  ])('is not kept when it %s', async (_name, open) => {
    const from = () => {
      if (!open) return undefined as unknown as IDBFactory
      throw new DOMException('denied', 'SecurityError')
    }
    const tab = await openTab(from)
    expect(tab.load).toBe('unavailable')
    expect(tab.copy.keeps(tab.type('a'))).toBe('no')
  })

  test('is not kept while the disk is full, and whole again once there is room', async () => {
    const tab = await openTab()
    await kept(tab, tab.type('first '))
    const database = await openLocalDatabase(factory)
    const prototype = Object.getPrototypeOf(database) as IDBDatabase
    const full = vi.spyOn(prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const number = tab.type('second')
    await vi.waitFor(() => expect(tab.copy.keeps(number)).toBe('no'))
    expect(tab.copy.keeps(1)).toBe('yes')
    full.mockRestore()
    const later = tab.type(' third')
    await vi.waitFor(() => expect(tab.copy.keeps(later)).toBe('yes'), { timeout: 5_000 })
    expect((await openTab()).text()).toBe('first second third')
    database.close()
  })

  test('an open that never answers is never called kept', async () => {
    const silent = { open: () => new EventTarget() } as unknown as IDBFactory
    const doc = new Y.Doc()
    const copy = new LocalCopy({ documentId, indexedDB: () => silent })
    void copy.open(doc, () => {})
    expect(copy.keeps(copy.append(Y.encodeStateAsUpdate(doc), 'own'))).toBe('soon')
  })

  test('makes room for a newer version of the database; what is kept stays kept', async () => {
    const tab = await openTab()
    const number = tab.type('a')
    await kept(tab, number)
    const upgrade = factory.open('pliego', 3)
    await new Promise((resolve) => upgrade.addEventListener('success', resolve))
    upgrade.result.close()
    expect(tab.copy.keeps(number)).toBe('yes')
    expect(tab.copy.keeps(tab.type('b'))).toBe('no')
  })

  test('keeps how the text stood before a spell offline, the oldest, and forgets it with the copy', async () => {
    const tab = await openTab()
    await kept(tab, tab.type('a'))
    tab.copy.keepSpell(start(1))
    tab.copy.keepSpell(start(2))
    await tab.copy.close()
    const next = await openTab()
    expect(next.copy.loadedSpell).toEqual(start(1))
    await next.copy.delete()
    const other = await openTab()
    await kept(other, other.type('b'))
    await other.copy.close()
    expect((await openTab()).copy.loadedSpell).toBeNull()
  })

  test('takes over what a page from before such spells has kept', async () => {
    const request = factory.open('pliego', 1)
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('copies', { keyPath: 'documentId' })
      request.result.createObjectStore('entries')
    })
    const database = await requestResult(request)
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'old')
    const write = database.transaction(['copies', 'entries'], 'readwrite')
    write.objectStore('copies').put({ documentId, copyId: 'one', schemaVersion, nextEntry: 1 })
    write.objectStore('entries').put({ updates: [Y.encodeStateAsUpdate(doc)] }, [documentId, 0])
    await transactionDone(write)
    database.close()
    const tab = await openTab()
    expect([tab.load, tab.text(), tab.copy.loadedSpell]).toEqual(['loaded', 'old', null])
  })
})
