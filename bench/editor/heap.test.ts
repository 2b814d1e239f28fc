import { expect, it } from 'vitest'

import { bytesHeld } from './heap.ts'

it('counts what scripts hold and not what the browser has compiled of them', () => {
  const meta = {
    node_fields: ['type', 'name', 'self_size'],
    node_types: [['object', 'code', 'string', 'native', 'synthetic'], 'string', 'number'],
  } as const
  const nodes = [0, 0, 100, 1, 0, 1000, 2, 0, 20, 3, 0, 5000, 4, 0, 7, 0, 0, 3]
  expect(bytesHeld({ snapshot: { meta }, nodes })).toBe(123)
})
