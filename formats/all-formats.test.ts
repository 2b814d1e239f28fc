import { expect, it } from 'vitest'

import { markFormats, nodeFormats } from '#formats/all-formats'
import { schema } from '#formats/testing/formats-for-tests'

/** Told by the block they stand in. */
const inside = ['doc', 'text', 'hardBreak', 'listItem', 'taskItem', 'tableRow', 'tableCell', 'tableHeader']

it('says of every node and mark of the schema how it goes to files', () => {
  const nodes = Object.keys(schema.nodes).filter((name) => !inside.includes(name))
  expect(nodeFormats.map(({ node }) => node).toSorted()).toEqual(nodes.toSorted())
  expect(markFormats.map(({ mark }) => mark).toSorted()).toEqual(Object.keys(schema.marks).toSorted())
})
