import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { seedUpdate } from '#schema/seed-document'

test('the seed has the same bytes each time, and applying it twice leaves one empty paragraph', () => {
  expect(seedUpdate()).toEqual(seedUpdate())
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedUpdate())
  Y.applyUpdate(doc, seedUpdate())
  const blocks = doc.getXmlFragment(documentField.body).toArray()
  expect(blocks.map((block) => (block as Y.XmlElement).nodeName)).toEqual(['paragraph'])
  expect((blocks[0] as Y.XmlElement).toArray().map(String)).toEqual([''])
})
