import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { packEntries, unpackEntries } from '#storage/columns/pack-entries'
import type { JournalEntry } from '#storage/document-update-store'
import { encodeRun } from '#storage/run-codec'

const rounds = Number(process.env.PACK_ROUNDS ?? 12)

function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const entry = (update: Uint8Array, about: Partial<JournalEntry> = {}): JournalEntry => ({
  documentId: 'd',
  receivedAt: 1_800_000_000_000,
  userId: 'ana',
  sessionId: 'tab',
  update,
  ...about,
})

const isSame = (entries: readonly JournalEntry[]): boolean => {
  const back = unpackEntries('d', 1, packEntries(entries))
  return Buffer.compare(encodeRun(back), encodeRun(entries)) === 0
}

/** Does one of everything that Yjs can write, somewhere. */
function writeSomething(doc: Y.Doc, random: (below: number) => number): void {
  const text = doc.getText('text')
  const body = doc.getXmlFragment('default')
  const at = random(text.length + 1)
  const deeds: (() => unknown)[] = [
    () => text.insert(at, ['a', 'ñandú ', '漢😀', 'x'.repeat(200)][random(4)] ?? ''),
    () => text.insert(text.length, 'y', { bold: true }),
    () => text.length > at && text.delete(at, Math.min(random(4) + 1, text.length - at)),
    () => text.length > at && text.format(at, 1, { link: { href: `/${random(1e6)}` } }),
    () => text.insertEmbed(at, { image: [1, 'two', null] }),
    () =>
      doc.getMap('map').set(`k${random(9)}`, [random(1e9), -1.5, true, undefined, { a: 'ñ', b: 2n ** 40n }]),
    () => doc.getMap('map').delete(`k${random(9)}`),
    () => doc.getArray('list').insert(0, [Uint8Array.of(1, 2, 3), 'x', { n: random(1e6) }]),
    () => doc.getMap('map').set('in', new Y.Map([['deep', new Y.Array()]])),
    () => {
      const element = new Y.XmlElement(random(2) === 0 ? 'paragraph' : 'x'.repeat(80))
      element.insert(0, [new Y.XmlText('in it')])
      element.setAttribute('id', `${random(1e9)}`)
      body.insert(random(body.length + 1), [element])
    },
    () => body.length > 0 && body.delete(random(body.length), 1),
  ]
  doc.transact(() => {
    for (let left = random(3); left >= 0; left--) deeds[random(deeds.length)]?.()
  })
}

it('gives back what three people wrote, by every kind of update, byte for byte', () => {
  for (let seed = 1; seed <= rounds; seed++) {
    const random = randomOf(seed)
    const docs = [3_000_000_001, 2, 77].map((clientId) => {
      const doc = new Y.Doc({ gc: random(2) === 0 })
      doc.clientID = clientId
      return doc
    })
    const entries: JournalEntry[] = []
    let receivedAt = 1_800_000_000_000
    for (const [person, doc] of docs.entries()) {
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === 'remote') return
        receivedAt += random(5_000) - 200
        entries.push(entry(update, { receivedAt, userId: `p${person}`, sessionId: `tab-${random(3)}` }))
      })
    }
    for (let step = 0; step < 300; step++) {
      const doc = docs[random(3)] as Y.Doc
      if (random(4) === 0) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[random(3)] as Y.Doc), 'remote')
      else writeSomething(doc, random)
      // As what somebody wrote offline comes, and with pieces that are left out.
      if (random(20) === 0) entries.push(entry(Y.encodeStateAsUpdate(doc), { receivedAt }))
      if (random(20) === 0) entries.push(entry(Y.mergeUpdates(entries.slice(-3).map((one) => one.update))))
    }
    expect({ seed, isSame: isSame(entries) }).toEqual({ seed, isSame: true })
  }
})

it('gives back what is no update, and what somebody else than Yjs would write', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'some text')
  doc.getMap('map').set('key', [1, { two: 'three' }])
  const whole = Y.encodeStateAsUpdate(doc)
  const damaged: JournalEntry[] = []
  for (let at = 0; at < whole.length; at++) {
    for (const by of [1, 0x40, 0x80, 0xff]) {
      damaged.push(entry(whole.map((byte, index) => (index === at ? byte ^ by : byte))))
    }
    damaged.push(entry(whole.subarray(0, at)), entry(whole))
  }
  // Numbers in more bytes than they take, and something behind the end.
  damaged.push(
    entry(Uint8Array.of(0x80, 0, 0)),
    entry(Uint8Array.of(0, 0, 0)),
    entry(Uint8Array.of(0, 0x81, 0)),
  )
  const deep = new Uint8Array(5_000).fill(117)
  damaged.push(entry(Uint8Array.of(1, 1, 1, 0, 8, 1, 1, 97, 1, ...deep, 0)))
  damaged.push(entry(new Uint8Array()), entry(new Uint8Array(100_000).fill(7)), entry(whole))
  expect(isSame(damaged)).toBe(true)
  expect(isSame([])).toBe(true)
})

it('gives back names of any script and times of clocks that are set back', () => {
  const update = Uint8Array.of(0, 0)
  const times = [1_800_000_000_000, 1_800_000_000_000, 1_799_999_000_001, 0, 5, 4_102_444_800_000]
  const entries = times.map((receivedAt, index) =>
    entry(update, {
      receivedAt,
      userId: ['', 'ñandú', '日本'][index % 3] ?? '',
      sessionId: '😀'.repeat(index),
    }),
  )
  expect(unpackEntries('d', 7, packEntries(entries))).toEqual(
    entries.map((one, index) => ({ ...one, sequence: 7 + index })),
  )
})

it('keeps what somebody types and takes back in less than two bytes a key', () => {
  const random = randomOf(5)
  const doc = new Y.Doc()
  doc.clientID = 3_123_456_789
  const text = doc.getText('text')
  const entries: JournalEntry[] = []
  let receivedAt = 1_800_000_000_000
  doc.on('update', (update: Uint8Array) => {
    receivedAt += 80 + random(200)
    entries.push(entry(update, { receivedAt }))
  })
  const words = 'one of the few words that are typed again and again here '.split(' ')
  for (let caret = 0; entries.length < 5_000;) {
    if (random(40) === 0) caret = random(text.length + 1)
    for (let left = random(8) === 0 ? random(5) : 0; left > 0 && caret > 0; left--) text.delete(--caret, 1)
    for (const letter of `${words[random(words.length)]} `) text.insert(caret++, letter)
  }
  const raw = entries.reduce((sum, { update }) => sum + update.byteLength, 0) / entries.length
  const packed = packEntries(entries).byteLength / entries.length
  expect(raw).toBeGreaterThan(18)
  expect(packed).toBeLessThan(2)
  expect(isSame(entries)).toBe(true)
})
