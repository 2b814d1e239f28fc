import { expect, test } from 'vitest'

import { isPersonName } from '#schema/person-name'

test.each(['Ana', 'José María Nuñez', '李', '🦊', 'x'.repeat(200)])('%s is a name', (name) => {
  expect(isPersonName(name)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['no text', 5],
  ['too long', 'x'.repeat(201)],
  ['with a NUL, which PostgreSQL does not keep', 'x\u0000'],
  ['over two lines', 'Ana\nBo'],
  ['half a letter', '\ud800'],
])('%s is none', (_why, name) => {
  expect(isPersonName(name)).toBe(false)
})
