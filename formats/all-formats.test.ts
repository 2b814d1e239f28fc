import { expect, it } from 'vitest'

import { inlineFormats, markFormats, nodeFormats } from '#formats/all-formats'
import { schema } from '#formats/testing/formats-for-tests'
import { inlineObjectMark } from '#schema/inline-objects'
import { commentMarkName } from '#schema/marks/comment'
import { suggestedBreakName } from '#schema/suggestions/suggested-break'
import { suggestionMarkNames } from '#schema/suggestions/suggestion-marks'

/** Told by the block they stand in. */
const inside = ['doc', 'text', 'hardBreak', 'listItem', 'taskItem', 'tableRow', 'tableCell', 'tableHeader']

it('says of every node and mark of the schema how it goes to files', () => {
  // Files have the text without what is only proposed.
  const nodes = Object.keys(schema.nodes).filter(
    (name) => !inside.includes(name) && name !== suggestedBreakName,
  )
  expect([...nodeFormats, ...inlineFormats].map(({ node }) => node).toSorted()).toEqual(nodes.toSorted())
  // The one only says in the shared text which node a character is, the others what people say of it.
  const unwritten = [inlineObjectMark, commentMarkName, ...suggestionMarkNames]
  const marks = Object.keys(schema.marks).filter((name) => !unwritten.includes(name))
  expect(markFormats.map(({ mark }) => mark).toSorted()).toEqual(marks.toSorted())
})
