import { getSchema } from '@tiptap/core'
import * as Y from 'yjs'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { drawOwnClientId } from '#protocol/own-client-ids'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { insertionName } from '#schema/suggestions/suggestion-marks'

// `node bench/suggestions/main.ts`: what it takes to look through an update of somebody who may only suggest.

const rounds = 5
const schema = getSchema(documentExtensions())
const words = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do'.split(' ')
const author = 'ana'
const checked = { userId: author, clientIds: [] }
const pending = { [insertionName]: { by: author, id: 's1', at: 1 } }
const newBlock = { by: author, id: 's1', at: 1, kind: 'insert' }

const sentence = (count: number): string =>
  Array.from({ length: count }, (_, index) => words[index % words.length]).join(' ')

function paragraph(count: number, suggested: boolean): Y.XmlElement {
  const made = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  text.insert(0, sentence(count), suggested ? pending : {})
  made.insert(0, [text])
  if (suggested) made.setAttribute('suggestion', newBlock as never)
  return made
}

/** Some 500 words a page, ten paragraphs of it. */
function document(pages: number): Y.Doc {
  const doc = new Y.Doc()
  const blocks = Array.from({ length: pages * 10 }, () => paragraph(50, false))
  doc.getXmlFragment(documentField.body).insert(0, blocks)
  return doc
}

const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(documentField.body)

/** The updates of somebody who makes an edit so often. */
function updatesOf(doc: Y.Doc, times: number, edit: (doc: Y.Doc, time: number) => void): Uint8Array[] {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array): void => void updates.push(update)
  doc.on('update', keep)
  for (let time = 0; time < times; time++) doc.transact(() => edit(doc, time))
  doc.off('update', keep)
  return updates
}

function type(doc: Y.Doc, time: number, formats: object): void {
  const line = bodyOf(doc).get(Math.floor(bodyOf(doc).length / 2)) as Y.XmlElement
  ;(line.get(0) as Y.XmlText).insert(100 + time, 'x', formats)
}

const paste = (doc: Y.Doc): void =>
  bodyOf(doc).insert(
    Math.floor(bodyOf(doc).length / 2),
    Array.from({ length: 20 }, () => paragraph(50, true)),
  )

/** Microseconds of processor for each of some calls, the first ones left out. */
function cost<T>(all: readonly T[], use: (one: T) => void): number {
  const warm = Math.floor(all.length / 5)
  for (const one of all.slice(0, warm)) use(one)
  const start = process.cpuUsage()
  for (const one of all.slice(warm)) use(one)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / (all.length - warm)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

function taken(refusal: string | null): void {
  if (refusal !== null) throw new Error(refusal)
}

function measure(pages: number): Record<string, number> {
  const once = (): Record<string, number> => {
    const state = Y.encodeStateAsUpdate(document(pages))
    const writer = (): Y.Doc => {
      const doc = new Y.Doc()
      doc.clientID = drawOwnClientId(author)
      Y.applyUpdate(doc, state)
      return doc
    }
    const mirror = (): SuggestionMirror =>
      new SuggestionMirror(schema, state, (error) => {
        throw error
      })
    const room = byteRoomStates()({
      snapshot: state,
      updates: [],
      snapshotSequence: 0,
      lastSequence: 0,
      changedAt: 0,
    })
    const plain = updatesOf(writer(), 500, (doc, time) => type(doc, time, {}))
    const suggested = updatesOf(writer(), 500, (doc, time) => type(doc, time, pending))
    const pasted = updatesOf(writer(), 20, paste)
    const [one, two, three] = [mirror(), mirror(), mirror()]
    const cheats = updatesOf(writer(), 5, (doc, time) => type(doc, time, {}))
    return {
      "a key, taken by the room (anybody's)": cost(plain, (update) => void room.apply(update)),
      "an editor's key, followed by the mirror": cost(plain, (update) => one.apply(update)),
      "a suggester's key, looked through": cost(suggested, (update) => taken(two.check(update, checked))),
      '1,000 words pasted, looked through': cost(pasted, (update) => taken(three.check(update, checked))),
      'a refusal, the document made anew': cost(cheats, (update) => void three.check(update, checked)),
      'a mirror opened': cost([0, 1, 2, 3, 4], () => mirror().destroy()),
    }
  }
  const runs = Array.from({ length: rounds }, once)
  return Object.fromEntries(
    Object.keys(runs[0] ?? {}).map((name) => [name, median(runs.map((run) => run[name] ?? 0))]),
  )
}

const [short, long] = [measure(20), measure(300)]
console.log('| microseconds of processor | 20 pages | 300 pages |')
console.log('| --- | ---: | ---: |')
for (const [name, value] of Object.entries(short))
  console.log(`| ${name} | ${Math.round(value)} | ${Math.round(long[name] ?? 0)} |`)
