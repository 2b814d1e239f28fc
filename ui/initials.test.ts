import { expect, test } from 'vitest'

import { initials } from '#ui/initials'

test.each([
  ['Ana', 'A'],
  ['ana luz', 'AL'],
  ['Ana María de la Cruz', 'AC'],
  ['ñandú curioso', 'ÑC'],
  ['👩‍🚀 lunar', '👩‍🚀L'],
  ['e\u0301lan', 'E\u0301'],
  ['   ', '?'],
  [null, '?'],
])('the initials of %j are %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
