import { describe, expect, it, onTestFinished } from 'vitest'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

import type { OpenRoomState, RoomState } from '#collab-server/room-state'
import { seededRandom } from '#collab-server/testing/random'
import { updateBounds } from '#collab-server/update-bounds'
import type { LoadedDocument } from '#storage/document-update-store'

const nothing = Y.encodeStateVector(new Y.Doc())

function stored(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): LoadedDocument {
  return { snapshot, snapshotSequence: snapshot ? 1 : 0, updates, lastSequence: updates.length, changedAt: 0 }
}

/** A document of one client, with each of its updates. */
function writer(clientId: number): { doc: Y.Doc; text: Y.Text; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') updates.push(update)
  })
  return { doc, text: doc.getText('text'), updates }
}

/** What somebody has who was caught up from nothing. */
function caughtUp(state: RoomState): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state.encodeStateAsUpdate(nothing))
  return doc
}

const textIn = (state: RoomState): string => caughtUp(state).getText('text').toJSON()

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** An update of runs of nothing that count as deleted, and of a delete set. */
const bytesOf = (clients: readonly (readonly [id: number, length: number])[], deletions = 0): Uint8Array =>
  written((encoder) => {
    const write = (...numbers: number[]): void =>
      numbers.forEach((number) => encoding.writeVarUint(encoder, number))
    write(clients.length)
    for (const [id, length] of clients) write(1, id, 0, 0, length)
    write(deletions > 0 ? 1 : 0)
    if (deletions > 0) write(7, deletions)
    for (let index = 0; index < deletions; index++) write(index * 2, 1)
  })

/** Letters of client 7, each behind the one before. */
const lettersFrom = (from: number, count: number): Uint8Array =>
  written((encoder) => {
    for (const number of [1, count, 7, from]) encoding.writeVarUint(encoder, number)
    for (let clock = from; clock < from + count; clock++) {
      encoding.writeUint8(encoder, 0x84)
      for (const number of [7, clock - 1]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, 'x')
    }
    encoding.writeVarUint(encoder, 0)
  })

/** The update of a client that wrote this and nothing else. */
function textOf(clientId: number, content: string): Uint8Array {
  const { text, doc } = writer(clientId)
  text.insert(0, content)
  return Y.encodeStateAsUpdate(doc)
}

function nest(depth: number, into: Y.Array<unknown>): void {
  for (let [at, left] = [into, depth]; left > 0; left--) {
    const inner = new Y.Array<unknown>()
    at.insert(0, [inner, 'beside'])
    at = inner
  }
}

function innermost(list: Y.Array<unknown>): Y.Array<unknown> {
  for (let at = list; ;) {
    const inner = at.get(0)
    if (!(inner instanceof Y.Array)) return at
    at = inner as Y.Array<unknown>
  }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => [index + 1, 1] as const)

/** Until the end of the test a document may have few clients: with as many as it may, Yjs takes a minute. */
function withFewClients(): { readonly maxClients: number; readonly maxNewClients: number } {
  const { maxClients, maxNewClients } = updateBounds
  const few = { maxClients: 2_000, maxNewClients: 200 }
  Object.assign(updateBounds, few)
  onTestFinished(() => void Object.assign(updateBounds, { maxClients, maxNewClients }))
  return few
}

const malformed = expect.objectContaining({ closeName: 'malformed' }) as Error

/** What every implementation of a room's state must do; Yjs itself is the measure. */
export function roomStateContract(open: OpenRoomState): void {
  describe('contract: room state', () => {
    it('is empty where nothing is stored', () => {
      const state = open(undefined)
      expect(state.encodeStateVector()).toEqual(nothing)
      expect(state.encodeStateAsUpdate(nothing)).toEqual(Uint8Array.of(0, 0))
      state.destroy()
    })

    it('holds what is stored, snapshot and updates', () => {
      const { text, doc, updates } = writer(1)
      text.insert(0, 'snapshot')
      const snapshot = Y.encodeStateAsUpdate(doc)
      text.insert(0, 'and ')
      text.delete(0, 1)
      const state = open(stored(snapshot, updates.slice(1)))
      expect(textIn(state)).toBe('nd snapshot')
      expect(state.encodeStateVector()).toEqual(Y.encodeStateVector(doc))
    })

    it('says damaged for stored bytes that make no document', () => {
      expect(() => open(stored(null, [Uint8Array.of(9, 9, 9)]))).toThrow(
        expect.objectContaining({ code: 'damaged' }),
      )
      expect(() => open(stored(Uint8Array.of(1, 1), []))).toThrow(
        expect.objectContaining({ code: 'damaged' }),
      )
    })

    it('takes an update as news once, and says whose structs it carried', () => {
      const { text, updates } = writer(7)
      text.insert(0, 'abc')
      const [update] = updates as [Uint8Array]
      const state = open(undefined)
      expect(state.apply(update)).toEqual({ news: update, carried: [[7, 3]], added: [7], pendingBytes: 0 })
      expect(state.apply(update)).toEqual({ news: null, carried: [[7, 3]], added: [], pendingBytes: 0 })
      expect(state.apply(Uint8Array.of(0, 0)).news).toBeNull()
    })

    it('takes a deletion as news once, though it moves no clock', () => {
      const { text, updates } = writer(7)
      text.insert(0, 'abc')
      text.delete(1, 1)
      const state = open(stored(null, updates.slice(0, 1)))
      const deletion = updates[1] as Uint8Array
      expect(state.apply(deletion)).toEqual({ news: deletion, carried: [], added: [], pendingBytes: 0 })
      expect(state.apply(deletion).news).toBeNull()
      expect(textIn(state)).toBe('ac')
    })

    it.each([4, 2_000])('takes what formats %i letters as news, and what takes the format away', (length) => {
      const { doc, updates } = writer(7)
      const body = doc.getXmlFragment('default')
      const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()]
      doc.transact(() => {
        body.insert(0, [paragraph])
        paragraph.insert(0, [text])
      })
      const steps = [
        () => text.insert(0, 'x'.repeat(length)),
        () => text.format(0, length, { bold: {} }),
        () => text.format(0, length, { bold: null }),
        () => {
          doc.transact(() => {
            text.insert(length, 'y'.repeat(length), { bold: {} })
            text.format(0, length * 2, { bold: null, italic: {} })
          })
        },
        () => text.format(0, length, { italic: null }),
      ]
      const state = open(stored(null, updates))
      const reader = new Y.Doc()
      for (const update of updates) Y.applyUpdate(reader, update)
      for (const step of steps) {
        step()
        const { news } = state.apply(updates.at(-1) as Uint8Array)
        Y.applyUpdate(reader, news as Uint8Array)
        const written = reader.getXmlFragment('default').toString()
        expect(written).toBe(body.toString())
        expect(caughtUp(state).getXmlFragment('default').toString()).toBe(written)
      }
    })

    it('keeps of a large update, when most is known, only what is new, and that is all there is', () => {
      const { text, doc, updates } = writer(7)
      text.insert(0, 'x'.repeat(3_000))
      for (let index = 0; index < 500; index++) text.delete(index, 1)
      const state = open(stored(null, [...updates]))
      text.insert(0, 'new')
      const { news } = state.apply(Y.encodeStateAsUpdate(doc))
      expect(news?.byteLength).toBeLessThan(100)
      const other = new Y.Doc()
      for (const update of [...updates.slice(0, -1), news as Uint8Array]) Y.applyUpdate(other, update)
      expect(other.getText('text').toJSON()).toBe(text.toJSON())
    })

    it('answers with what a state vector lacks and no more', () => {
      const { text, doc } = writer(7)
      text.insert(0, 'x'.repeat(1_000))
      const state = open(stored(null, [Y.encodeStateAsUpdate(doc)]))
      const known = Y.encodeStateVector(doc)
      text.insert(0, 'new')
      state.apply(Y.encodeStateAsUpdate(doc, known))
      const answer = state.encodeStateAsUpdate(known)
      expect(answer.byteLength).toBeLessThan(40)
      expect(Y.decodeUpdate(answer).structs).toHaveLength(1)
    })

    it('keeps what comes before its dependencies, gives it on, and shows it once they are there', () => {
      const { text, updates } = writer(7)
      for (const letter of ['a', 'b', 'c']) text.insert(text.length, letter)
      const [a, b, c] = updates as [Uint8Array, Uint8Array, Uint8Array]
      const state = open(undefined)
      const { pendingBytes, ...applied } = state.apply(c)
      expect(applied).toEqual({ news: c, carried: [[7, 0]], added: [7] })
      expect(pendingBytes).toBeGreaterThan(0)
      expect(state.pendingBytes).toBe(pendingBytes)
      expect(state.encodeStateVector()).toEqual(nothing)
      state.apply(a)
      expect(textIn(state)).toBe('a')
      const waiting = caughtUp(state)
      Y.applyUpdate(waiting, b)
      expect(waiting.getText('text').toJSON()).toBe('abc')
      expect(state.apply(b).carried).toEqual([[7, 3]])
      expect(textIn(state)).toBe('abc')
      expect(state.pendingBytes).toBe(0)
    })

    it('counts what waits, deletions too, and not twice', () => {
      const { text, updates } = writer(7)
      text.insert(0, 'a')
      text.delete(0, 1)
      const [insertion, deletion] = updates as [Uint8Array, Uint8Array]
      const state = open(undefined)
      const { pendingBytes } = state.apply(deletion)
      expect(pendingBytes).toBeGreaterThan(0)
      expect(state.apply(deletion).pendingBytes).toBe(0)
      expect(state.pendingBytes).toBe(pendingBytes)
      state.apply(insertion)
      expect(state.pendingBytes).toBe(0)
      expect(textIn(state)).toBe('')
    })

    describe('whose structs an update may add', () => {
      const nobody = { mayAdd: () => false }
      const inUse = expect.objectContaining({ closeName: 'clientIdInUse' }) as Error

      it('refuses those of a client that it may not add, and is as before', () => {
        const [mine, theirs] = [writer(1), writer(2)]
        mine.text.insert(0, 'mine')
        theirs.text.insert(0, 'theirs')
        const both = Y.mergeUpdates([...mine.updates, ...theirs.updates])
        const state = open(undefined)
        expect(() => state.apply(both, { mayAdd: (clientId) => clientId === 1 })).toThrow(inUse)
        expect(state.encodeStateVector()).toEqual(nothing)
        expect(state.apply(both, { mayAdd: (clientId) => clientId < 3 }).added).toHaveLength(2)
      })

      it('lets everybody repeat what is known, partly or whole, and delete', () => {
        const { doc, text, updates } = writer(7)
        text.insert(0, 'abc')
        text.insert(3, 'def')
        const state = open(stored(null, [Y.encodeStateAsUpdate(doc)]))
        for (const update of updates) expect(state.apply(update, nobody)).toMatchObject({ added: [] })
        text.delete(0, 2)
        expect(state.apply(Y.encodeStateAsUpdate(doc), nobody).news).not.toBeNull()
        text.insert(0, 'x')
        expect(() => state.apply(Y.encodeStateAsUpdate(doc), nobody)).toThrow(inUse)
      })

      it('counts what comes too early as added, and lets it be repeated while it waits', () => {
        const { text, updates } = writer(7)
        for (const letter of ['a', 'b', 'c']) text.insert(text.length, letter)
        const [, b, c] = updates as [Uint8Array, Uint8Array, Uint8Array]
        const state = open(undefined)
        expect(() => state.apply(c, nobody)).toThrow(inUse)
        state.apply(c)
        expect(state.apply(c, nobody)).toMatchObject({ news: null, added: [] })
        expect(() => state.apply(b, nobody)).toThrow(inUse)
      })
    })

    describe('what one update may hold', () => {
      const tooBig = expect.objectContaining({ closeName: 'tooBig' }) as Error

      it('a run as long as a clock may be, and none longer', () => {
        expect(open(undefined).apply(bytesOf([[7, updateBounds.maxClock]])).carried).toEqual([
          [7, updateBounds.maxClock],
        ])
        for (const length of [updateBounds.maxClock + 1, 2 ** 32, 2 ** 53 - 1])
          expect(() => open(undefined).apply(bytesOf([[7, length]]))).toThrow(malformed)
      })

      it('types inside types up to a depth, in one update or in many', () => {
        const { maxNesting } = updateBounds
        const tooDeep = writer(7)
        nest(maxNesting + 1, tooDeep.doc.getArray('list'))
        const whole = Y.encodeStateAsUpdate(tooDeep.doc)
        expect(() => open(undefined).apply(whole)).toThrow(malformed)

        const { doc, updates } = writer(8)
        const list = doc.getArray<unknown>('list')
        for (const depth of [maxNesting - 1, 1, 1]) doc.transact(() => nest(depth, innermost(list)))
        const state = open(undefined)
        const [deep, deepest, beyond] = updates as [Uint8Array, Uint8Array, Uint8Array]
        state.apply(deep)
        expect(() => state.apply(deepest)).not.toThrow()
        expect(() => state.apply(beyond)).toThrow(malformed)

        // One that comes out of order is measured by what it hangs on all the same.
        const late = open(undefined)
        const oneByOne = writer(9)
        const innermostOf = oneByOne.doc.getArray<unknown>('list')
        for (let depth = 0; depth <= maxNesting; depth += 50)
          oneByOne.doc.transact(() => nest(50, innermost(innermostOf)))
        expect(() => oneByOne.updates.toReversed().forEach((update) => late.apply(update))).toThrow(malformed)
      })

      it.each([
        ['an array in a value', (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`],
        ['an object in an embed', (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
      ])('%s up to a depth', (what, nested) => {
        const bytes = (depth: number): Uint8Array => {
          const { text, doc } = writer(7)
          const value: unknown = JSON.parse(nested(depth))
          if (what.includes('embed')) text.insertEmbed(0, value as object)
          else doc.getArray('list').insert(0, [value])
          return Y.encodeStateAsUpdate(doc)
        }
        expect(() => open(undefined).apply(bytes(updateBounds.maxNesting))).not.toThrow()
        expect(() => open(undefined).apply(bytes(updateBounds.maxNesting + 2))).toThrow(malformed)
      })

      it('what waits only as far as the caller lets it', () => {
        const { text, updates } = writer(7)
        for (const part of ['a', 'b'.repeat(100)]) text.insert(text.length, part)
        const early = updates[1] as Uint8Array
        const state = open(undefined)
        expect(() => state.apply(early, { maxPendingBytes: 100 })).toThrow(
          expect.objectContaining({ closeName: 'resync' }),
        )
        expect(state.encodeStateAsUpdate(nothing)).toEqual(Uint8Array.of(0, 0))
        expect(() => state.apply(early, { maxPendingBytes: 200 })).not.toThrow()
        expect(() => state.apply(updates[0] as Uint8Array, { maxPendingBytes: 0 })).not.toThrow()
        expect(textIn(state)).toHaveLength(101)
      })

      it('pieces that wait up to a number, in one update or in many', () => {
        const { maxWaiting } = updateBounds
        const resync = expect.objectContaining({ closeName: 'resync' }) as Error
        expect(() => open(undefined).apply(lettersFrom(1, maxWaiting + 1))).toThrow(resync)
        const state = open(undefined)
        state.apply(lettersFrom(1, maxWaiting - 1))
        expect(() => state.apply(lettersFrom(maxWaiting, 2))).toThrow(resync)
        state.apply(lettersFrom(maxWaiting, 1))
        const before = state.pendingBytes
        expect(() => state.apply(lettersFrom(maxWaiting + 1, 1))).toThrow(resync)
        expect(state.pendingBytes).toBe(before)
        // What does not wait itself is taken all the while, and so is what the others wait for.
        expect(state.apply(bytesOf([[8, 1]])).pendingBytes).toBe(0)
        expect(state.apply(textOf(7, 'x')).carried).toEqual([[7, maxWaiting + 1]])
        expect(state.pendingBytes).toBe(0)
      })

      it('deletions up to a number, not counting those that are known', () => {
        const { maxNewDeleteRanges } = updateBounds
        const state = open(stored(null, [bytesOf([[7, 200_000]])]))
        expect(state.apply(bytesOf([], maxNewDeleteRanges)).news).toBeNull()
        expect(state.apply(bytesOf([], maxNewDeleteRanges + 1)).news).toBeNull()
        const typed = stored(null, [textOf(7, 'x'.repeat(200_000))])
        expect(() => open(typed).apply(bytesOf([], maxNewDeleteRanges + 1))).toThrow(tooBig)
        expect(() => open(typed).apply(bytesOf([], maxNewDeleteRanges))).not.toThrow()
      })

      it('clients up to a number, not counting those that are known', () => {
        const { maxNewClients } = updateBounds
        expect(() => open(undefined).apply(bytesOf(many(maxNewClients + 1)))).toThrow(tooBig)
        const state = open(stored(bytesOf(many(maxNewClients + 1)), []))
        expect(state.apply(bytesOf(many(maxNewClients + 2))).added).toEqual([maxNewClients + 2])
      })

      it('no more clients than a document may have; whoever is in it already goes on', () => {
        const { maxClients } = withFewClients()
        const full = expect.objectContaining({ closeName: 'documentFull' }) as Error
        const state = open(stored(bytesOf(many(maxClients - 1)), []))
        const newcomers = [maxClients, maxClients + 1].map((id) => [id, 1] as const)
        expect(() => state.apply(bytesOf(newcomers))).toThrow(full)
        expect(state.apply(bytesOf(newcomers.slice(0, 1))).added).toEqual([maxClients])
        expect(() => state.apply(bytesOf(newcomers.slice(1)))).toThrow(full)
        expect(state.apply(bytesOf([[1, 2]])).carried).toEqual([[1, 2]])
        // Somebody who wrote meanwhile without being heard may still ask for the rest.
        const asking = new Map([...many(maxClients), [7_777_777, 1] as const])
        expect(() => state.encodeStateAsUpdate(Y.encodeStateVector(asking))).not.toThrow()
      })

      it('all that a stored document has, however much that is: it loads, and is answered', () => {
        const { maxClients, maxNewClients } = withFewClients()
        const count = maxClients + maxNewClients
        const whole = bytesOf(many(count))
        const state = open(stored(whole, []))
        expect(state.apply(whole).news).toBeNull()
        const stateVector = state.encodeStateVector()
        expect(Y.decodeStateVector(stateVector).size).toBe(count)
        expect(Y.decodeUpdate(state.encodeStateAsUpdate(stateVector)).structs).toHaveLength(0)
        const other = open(undefined)
        expect(() => other.apply(whole)).toThrow(tooBig)
        expect(() => other.encodeStateAsUpdate(stateVector)).toThrow(tooBig)
      })
    })

    it('refuses every cut of an update and is as before', () => {
      const { text, doc } = writer(7)
      const state = open(undefined)
      text.insert(0, 'kept')
      state.apply(Y.encodeStateAsUpdate(doc))
      const before = state.encodeStateAsUpdate(nothing)
      text.insert(2, 'añadido')
      text.delete(0, 1)
      const update = Y.encodeStateAsUpdate(doc)
      for (let length = 0; length < update.byteLength; length++) {
        expect(() => state.apply(update.slice(0, length))).toThrow(malformed)
      }
      expect(state.encodeStateAsUpdate(nothing)).toEqual(before)
    })

    it.each([
      // One client, one struct, client 9, clock 0; then info, the root type's name, the content; no delete set.
      ['an item with an empty text', [1, 1, 9, 0, 4, 1, 4, 116, 101, 120, 116, 0, 0]],
      ['a garbage-collected run of nothing', [1, 1, 9, 0, 0, 0, 0]],
      ['a deleted run of nothing', [1, 1, 9, 0, 1, 1, 4, 116, 101, 120, 116, 0, 0]],
      // No structs; one client, 9, and its ranges: each a clock and a length.
      ['a deletion of nothing', [0, 1, 9, 1, 5, 0]],
      ['deletions out of order', [0, 1, 9, 2, 5, 1, 3, 1]],
      ['two delete sets of one client', [0, 2, 9, 1, 5, 1, 9, 1, 3, 1]],
      ['two blocks of one client', [2, 1, 9, 0, 0, 1, 1, 9, 1, 0, 1, 0]],
      // An origin that is the struct itself.
      ['a struct behind its own future', [1, 1, 9, 0, 0x84, 9, 0, 1, 97, 0]],
    ])('refuses %s, which Yjs takes and breaks on', (_what, bytes) => {
      const state = open(undefined)
      expect(() => state.apply(Uint8Array.from(bytes))).toThrow(malformed)
      expect(state.encodeStateVector()).toEqual(nothing)
    })

    it('refuses a state vector that does not decode', () => {
      const state = open(undefined)
      expect(() => state.encodeStateAsUpdate(Uint8Array.of(3, 1))).toThrow(malformed)
      expect(() => state.encodeStateAsUpdate(new Uint8Array())).toThrow(malformed)
    })

    it.each([1, 2, 3, 4, 5, 6, 7, 8])(
      'ends as Yjs does, whatever order and repetition updates come in (seed %i)',
      (seed) => {
        const random = seededRandom(seed)
        const writers = [1, 2, 3].map((clientId) => writer(clientId))
        for (let step = 0; step < 150; step++) {
          const me = writers[Math.floor(random() * 3)] ?? writer(9)
          const position = Math.floor(random() * (me.text.length + 1))
          if (random() < 0.3) me.text.delete(position, Math.min(3, me.text.length - position))
          else me.text.insert(position, random().toString(36).slice(2, 6))
          const other = writers[Math.floor(random() * 3)] ?? me
          if (random() < 0.2) Y.applyUpdate(me.doc, Y.encodeStateAsUpdate(other.doc), 'remote')
        }
        const updates = writers.flatMap((each) => each.updates)
        for (let index = updates.length - 1; index > 0; index--) {
          const other = Math.floor(random() * (index + 1))
          ;[updates[index], updates[other]] = [updates[other] as Uint8Array, updates[index] as Uint8Array]
        }
        const reference = new Y.Doc()
        const state = open(undefined)
        const journal: Uint8Array[] = []
        for (const update of [...updates, ...updates.slice(0, 40)]) {
          Y.applyUpdate(reference, update)
          const { news } = state.apply(update)
          if (news) journal.push(news)
        }
        expect(textIn(state)).toBe(reference.getText('text').toJSON())
        expect(Y.decodeStateVector(state.encodeStateVector())).toEqual(
          Y.decodeStateVector(Y.encodeStateVector(reference)),
        )
        // And so does whoever loads what was journaled.
        expect(textIn(open(stored(null, journal)))).toBe(reference.getText('text').toJSON())
      },
    )
  })
}
