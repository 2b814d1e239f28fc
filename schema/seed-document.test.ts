import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { seedUpdate } from '#schema/seed-document'

test('the seed has the same bytes each time, and applying it twice leaves one empty paragraph', () => {
  expect(seedUpdate()).toEqual(seedUpdate())
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedUpdate())
  Y.applyUpdate(doc, seedUpdate())
  expect(doc.getXmlFragment(documentField.body).toString()).toBe('<paragraph></paragraph>')
})
