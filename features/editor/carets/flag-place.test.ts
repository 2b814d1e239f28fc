import { expect, test } from 'vitest'

import { flagPlace } from '#features/editor/carets/flag-place'

const line = (top: number, right: number) => ({ left: 100, right, top, bottom: top + 20 })
const caretAt = (left: number, top: number) => ({ left, right: left, top, bottom: top + 20 })
/** Three lines in a column of 600 px, the last one short; the sheet ends at 800. */
const paragraph = [line(0, 690), line(28, 698), line(56, 300)]

test('a flag stands behind the text of its line, wherever in the line the caret is', () => {
  expect(flagPlace(caretAt(300, 56), paragraph, 800)).toEqual({ left: 8, maxWidth: 492 })
  expect(flagPlace(caretAt(150, 56), paragraph, 800)).toEqual({ left: 158, maxWidth: 492 })
})

test('behind a full line it stands in the margin, and no wider than that', () => {
  expect(flagPlace(caretAt(400, 28), paragraph, 800)).toEqual({ left: 306, maxWidth: 94 })
})

test('where there is no room behind the line, as on a phone, there is no such place', () => {
  expect(flagPlace(caretAt(400, 28), paragraph, 720)).toBeNull()
})

test('in a block without text it stands beside the caret', () => {
  expect(flagPlace(caretAt(100, 0), [], 800)).toEqual({ left: 8, maxWidth: 692 })
})
