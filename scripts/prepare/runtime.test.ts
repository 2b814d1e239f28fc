import { expect, test } from 'vitest'
import { isNewEnough } from './runtime.mjs'

test.for([
  ['v20.20.2', false],
  ['v22.17.1', false],
  ['v22.18.0', true],
  ['v24.0.0', true],
] as const)('Node %s runs the servers: %s', ([version, expected]) => {
  expect(isNewEnough(version)).toBe(expected)
})
