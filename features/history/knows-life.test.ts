import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { knowsLife } from '#features/history/knows-life'
import { Past } from '#features/history/past'
import { type Edit, lifeOfEdits } from '#features/history/testing/life-of-edits'
import type { DocumentLife } from '#protocol/document-life'

const textIn = (body: Y.XmlFragment) => (body.get(0) as Y.XmlElement).get(0) as Y.XmlText
const edits: Edit[] = [
  [
    'ana',
    (body) => {
      const block = new Y.XmlElement('paragraph')
      block.insert(0, [new Y.XmlText('one two three')])
      body.insert(0, [block])
    },
  ],
  ['luz', (body) => textIn(body).delete(4, 4)],
  ['luz', (body) => textIn(body).insert(0, 'Oh, ')],
  ['ana', (body) => textIn(body).delete(0, 6)],
]

const one = (number: number) => Int32Array.of(number)

function pastOf(life: DocumentLife): Past {
  const past = new Past(life, () => '')
  onTestFinished(() => past.destroy())
  return past
}

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  onTestFinished(() => doc.destroy())
  Y.applyUpdate(doc, update)
  return doc
}

it('tells a document that lags behind: what was put in has not come to it, or what was taken out', () => {
  const { life, states } = lifeOfEdits(edits, (doc) => Y.encodeStateAsUpdate(doc))
  const past = pastOf(life)
  expect(states.map((state) => knowsLife(docOf(state), past))).toEqual([false, false, false, true])
})

it('takes what a document has beyond it as it is', () => {
  const { life, update } = lifeOfEdits(edits, () => null)
  const doc = docOf(update)
  textIn(doc.getXmlFragment('default')).insert(0, 'later ')
  textIn(doc.getXmlFragment('default')).delete(3, 8)
  expect(knowsLife(doc, pastOf(life))).toBe(true)
})

it('does not wait for what came without the piece before it, and stands in no document', () => {
  const { life, update } = lifeOfEdits(edits, () => null)
  const lost = { starts: one(5), ends: one(9), sequences: one(4) }
  const told = {
    ...life,
    births: new Map([...life.births, [77, lost]]),
    deaths: new Map([...life.deaths, [77, lost]]),
  }
  expect(knowsLife(docOf(update), pastOf(told))).toBe(true)
})
