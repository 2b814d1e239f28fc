import { expect, test } from 'vitest'
import { createRestartPolicy } from './restart-policy.mjs'

const limits = { firstDelayMs: 500, maxDelayMs: 1500, fastCrashMs: 10_000, maxFastCrashes: 5 }

test('the delay doubles with each fast crash, up to a bound, and then the server is given up', () => {
  const delayAfterCrash = createRestartPolicy(limits)
  expect([1, 2, 3, 4, 5].map(() => delayAfterCrash(100))).toEqual([500, 1000, 1500, 1500, undefined])
})

test('a crash after a long life starts the count afresh', () => {
  const delayAfterCrash = createRestartPolicy(limits)
  const lives = [100, 100, 100, 60_000, 100, 100, 100, 100]
  expect(lives.map((upForMs) => delayAfterCrash(upForMs))).toEqual([
    500, 1000, 1500, 500, 500, 1000, 1500, 1500,
  ])
})
