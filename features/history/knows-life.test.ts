import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { knowsLife } from '#features/history/knows-life'
import { type Edit, lifeOfEdits } from '#features/history/testing/life-of-edits'

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

it('tells a document that lags behind: what was put in has not come to it, or what was taken out', () => {
  const { life, states } = lifeOfEdits(edits, (doc) => Y.encodeStateAsUpdate(doc))
  const known = states.map((state) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    const knows = knowsLife(doc, life)
    doc.destroy()
    return knows
  })
  expect(known).toEqual([false, false, false, true])
})

it('takes what a document has beyond it as it is', () => {
  const { life, update } = lifeOfEdits(edits, () => null)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  textIn(doc.getXmlFragment('default')).insert(0, 'later ')
  textIn(doc.getXmlFragment('default')).delete(3, 8)
  expect(knowsLife(doc, life)).toBe(true)
  doc.destroy()
})
