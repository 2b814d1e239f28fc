import { expect, it } from 'vitest'

import { quotaMark } from '#features/admin/quota-mark'

it('a limit is near from nine tenths of it on', () => {
  expect(quotaMark(89e6, 100)).toBeNull()
  expect(quotaMark(90e6, 100)).toBe('quotaNear')
  expect(quotaMark(100e6, 100)).toBe('quotaReached')
  expect(quotaMark(1e12, null)).toBeNull()
})
