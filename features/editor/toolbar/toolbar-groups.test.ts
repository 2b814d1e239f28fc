import { expect, test } from 'vitest'

import { fittingCommands, toolbarGroups } from '#features/editor/toolbar/toolbar-groups'

const sizes = { button: 34, separator: 11, fixed: 190 }
const all = toolbarGroups.flat().length

test('a wide window has room for all, a narrow one for the first', () => {
  expect(fittingCommands({ ...sizes, available: 2000 })).toBe(all)
  expect(fittingCommands({ ...sizes, available: 190 })).toBe(0)
  // Both of the first group, a separator, and one more.
  expect(fittingCommands({ ...sizes, available: 190 + 2 * 11 + 3 * 34 })).toBe(3)
})

test('what is said to fit is never wider than the room', () => {
  const widest = Array.from({ length: 171 }, (_, index) => 190 + index * 7).filter((available) => {
    const count = fittingCommands({ ...sizes, available })
    let left = count
    const groups = toolbarGroups.filter((group) => {
      const isShown = left > 0
      left -= group.length
      return isShown
    })
    const width = sizes.fixed + groups.length * sizes.separator + count * sizes.button
    return count > 0 && width > available
  })
  expect(widest).toEqual([])
})
