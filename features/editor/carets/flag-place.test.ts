import { expect, test } from 'vitest'

import { flagPlace } from '#features/editor/carets/flag-place'

const line = (top: number, right: number) => ({ left: 100, right, top, bottom: top + 20 })
const caretAt = (left: number, top: number) => ({ left, right: left, top, bottom: top + 20 })
/** Three lines in a column of 600 px, the last one short; the sheet ends at 800. */
const paragraph = [line(0, 690), line(28, 698), line(56, 300)]

test('a flag stands behind the text of its line, wherever in the line the caret is', () => {
  expect(flagPlace(caretAt(300, 56), paragraph, 800)).toEqual({ left: 8, maxWidth: 492, isShort: false })
  expect(flagPlace(caretAt(150, 56), paragraph, 800)).toEqual({ left: 158, maxWidth: 492, isShort: false })
})

test('behind a full line it stands in the margin, and no wider than that', () => {
  expect(flagPlace(caretAt(400, 28), paragraph, 800)).toEqual({ left: 306, maxWidth: 94, isShort: false })
})

test('in the narrow margin of a phone there is room for an initial', () => {
  expect(flagPlace(caretAt(400, 28), paragraph, 714)).toEqual({ left: 300, maxWidth: 14, isShort: true })
})

test('where there is no room behind the line, as in a full cell, there is no such place', () => {
  expect(flagPlace(caretAt(400, 28), paragraph, 710)).toBeNull()
})

test('in a block without text it stands beside the caret', () => {
  expect(flagPlace(caretAt(100, 0), [], 800)).toEqual({ left: 8, maxWidth: 692, isShort: false })
})
