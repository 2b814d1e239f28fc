import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentExtensions } from '#schema/document-extensions'
import { readBody } from '#schema/read-nodes'
import { writeBody } from '#schema/write-nodes'

test('marks that lie over each other are all written', () => {
  const schema = getSchema(documentExtensions())
  const marks = ['ana', 'ben'].map((by) => schema.mark('deletion', { by, id: `of-${by}`, at: 1 }))
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [schema.text('gone', marks)])])
  const body = new Y.Doc().getXmlFragment('default')
  writeBody(body, doc)
  const read = readBody(body, schema, new Map())[0]?.firstChild
  expect(read?.marks.map(({ attrs }) => String(attrs['by'])).toSorted()).toEqual(['ana', 'ben'])
})
