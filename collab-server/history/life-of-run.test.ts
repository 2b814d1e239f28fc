import { describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { lifeOfRun } from '#collab-server/history/life-of-run'
import { friendsForever } from '#collab-server/testing/friends-forever'
import { applyPatches, versionsBefore } from '#collab-server/testing/recorded-trace'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { readDocumentLife, sequenceOf, type DocumentLife } from '#protocol/document-life'
import type { JournalEntry } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { encodeRun } from '#storage/run-codec'

const entry = (update: Uint8Array, about: Partial<JournalEntry> = {}): JournalEntry => ({
  documentId: 'd',
  receivedAt: 1_000,
  userId: 'ana',
  sessionId: 'tab',
  update,
  ...about,
})

type Letter = { readonly letter: string; readonly born: number; readonly died: number }

/** All letters that were ever in the text, as they stand beside each other. */
function lettersOf(life: DocumentLife): Letter[] {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, life.update)
  const letters: Letter[] = []
  // oxlint-disable-next-line no-underscore-dangle -- the only way to deleted pieces
  for (let item = doc.getText('text')._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue
    const { client, clock } = item.id
    for (const [index, letter] of Array.from(item.content.str).entries()) {
      letters.push({
        letter,
        born: sequenceOf(life.births.get(client), clock + index),
        died: sequenceOf(life.deaths.get(client), clock + index) || Infinity,
      })
    }
  }
  return letters
}

const textAt = (letters: readonly Letter[], sequence: number): string =>
  letters
    .filter(({ born, died }) => born <= sequence && died > sequence)
    .map(({ letter }) => letter)
    .join('')

const record = (doc: Y.Doc, to: Uint8Array[]) =>
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'merge') to.push(update)
  })

describe('two people who wrote at once', () => {
  it('are told apart letter by letter, at every version, after folding and a restart', async () => {
    const { txns, endContent, name } = friendsForever()
    const docs = [new Y.Doc(), new Y.Doc()] as const
    // Independent of who has which clocks: the same edits, but each letter typed says whose it is.
    const signed = [new Y.Doc(), new Y.Doc()] as const
    for (const pair of [docs, signed]) pair.forEach((doc, agent) => (doc.clientID = agent + 1))
    const sent: [Uint8Array[], Uint8Array[]] = [[], []]
    const sentSigned: [Uint8Array[], Uint8Array[]] = [[], []]
    docs.forEach((doc, agent) => record(doc, sent[agent === 0 ? 0 : 1]))
    signed.forEach((doc, agent) => record(doc, sentSigned[agent === 0 ? 0 : 1]))
    const merged: [number, number] = [0, 0]
    const entries: JournalEntry[] = []
    for (const [index, before] of versionsBefore(txns).entries()) {
      const { agent = 0, patches = [] } = txns[index] ?? {}
      const [me, other] = agent === 0 ? ([0, 1] as const) : ([1, 0] as const)
      for (; merged[me] < before[other]; merged[me]++) {
        for (const [to, from] of [
          [docs[me], sent[other]],
          [signed[me], sentSigned[other]],
        ] as const) {
          Y.applyUpdate(to, from[merged[me]] as Uint8Array, 'merge')
        }
      }
      applyPatches(docs[me], patches)
      applyPatches(
        signed[me],
        patches.map(([at, deleted, text]) => [at, deleted, 'AB'.charAt(me).repeat(text.length)] as const),
      )
      const update = sent[me].at(-1)
      if (update) entries.push(entry(update, { userId: `agent-${me}`, receivedAt: 1_000 * (index + 1) }))
    }
    for (const [to, from] of [
      [docs[0], sent[1]],
      [signed[0], sentSigned[1]],
    ] as const) {
      for (const update of from) Y.applyUpdate(to, update, 'merge')
    }
    expect(docs[0].getText('text').toJSON()).toBe(endContent)

    const folder = temporaryFolder()
    const store = await JournaledDocumentUpdateStore.open(folder)
    for (let at = 0; at < entries.length; at += 500) await store.append(entries.slice(at, at + 500))
    const middle = Math.floor(entries.length / 2)
    const folded = Y.mergeUpdates(entries.slice(0, middle).map(({ update }) => update))
    await store.compact('d', middle, folded)
    await store.close()
    const again = await JournaledDocumentUpdateStore.open(folder)
    onTestFinished(() => again.close())
    const stored = await again.loadRecord('d')
    if (!stored) throw new Error('the document is gone')

    const life = readDocumentLife(lifeOfRun(stored.runBytes))
    expect(life.times).toHaveLength(entries.length)
    const letters = lettersOf(life)
    const authors = letters
      .filter(({ died }) => died === Infinity)
      .map(({ born }) => (life.people[life.writers[born - 1] ?? -1] === 'agent-0' ? 'A' : 'B'))
      .join('')
    expect(textAt(letters, entries.length)).toBe(endContent)
    expect(authors).toBe(signed[0].getText('text').toJSON())
    const replayed = new Y.Doc()
    for (let at = 0; at < entries.length; at += 4_000) {
      for (const { update } of entries.slice(at, at + 4_000)) Y.applyUpdate(replayed, update)
      const version = Math.min(at + 4_000, entries.length)
      expect(textAt(letters, version)).toBe(replayed.getText('text').toJSON())
    }
    console.log(`${name}: ${authors.length} letters of ${entries.length} edits, each by the right person`)
  }, 60_000)
})

const typed = (...texts: string[]): Uint8Array[] => {
  const doc = new Y.Doc()
  doc.clientID = 7
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const text of texts) {
    if (text === '') doc.getText('text').delete(0, 1)
    else doc.getText('text').insert(doc.getText('text').length, text)
  }
  return updates
}
const lifeOf = (...entries: JournalEntry[]) => readDocumentLife(lifeOfRun(encodeRun(entries)))

describe('an entry', () => {
  it('says who, when and how, in seconds that never run back', () => {
    const [one, two, three] = typed('a', 'b', 'c')
    const life = lifeOf(
      entry(one as Uint8Array, { userId: '', sessionId: 'seed', receivedAt: 5_999 }),
      entry(two as Uint8Array, { userId: 'luz', receivedAt: 8_000 }),
      entry(three as Uint8Array, { receivedAt: 7_000 }),
    )
    expect(life.people).toEqual(['', 'luz', 'ana'])
    expect([...life.writers]).toEqual([0, 1, 2])
    expect([...life.kinds]).toEqual([1, 0, 0])
    expect([...life.times]).toEqual([5_000, 8_000, 8_000])
  })

  it('that is told again brings nothing', () => {
    const updates = typed('hello', '')
    const [typing, deleting] = updates as [Uint8Array, Uint8Array]
    const whole = Y.mergeUpdates(updates)
    const life = lifeOf(entry(typing), entry(whole, { userId: 'luz' }), entry(deleting))
    expect(textAt(lettersOf(life), 1)).toBe('hello')
    expect(textAt(lettersOf(life), 2)).toBe('ello')
    expect(sequenceOf(life.births.get(7), 4)).toBe(1)
    expect(sequenceOf(life.deaths.get(7), 0)).toBe(2)
    expect(sequenceOf(life.births.get(7), 5)).toBe(0)
  })

  it('that comes before what it follows is there from when it came', () => {
    const [first, second] = typed('ab', 'cd') as [Uint8Array, Uint8Array]
    const life = lifeOf(entry(second, { userId: 'luz' }), entry(first))
    expect(lettersOf(life).map(({ born }) => born)).toEqual([2, 2, 1, 1])
  })

  it('is refused where it is cut short', () => {
    const bytes = lifeOfRun(encodeRun(typed('a').map((update) => entry(update))))
    expect(() => readDocumentLife(bytes.subarray(0, 6))).toThrow(RangeError)
  })
})
