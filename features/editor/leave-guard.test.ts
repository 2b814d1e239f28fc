import { expect, test } from 'vitest'

import { guardLeaving } from '#features/editor/leave-guard'

const leave = (page: EventTarget) => {
  const event = new Event('beforeunload', { cancelable: true })
  page.dispatchEvent(event)
  return event.defaultPrevented
}

test('asks only while text is at risk, at the moment of leaving, and no more once stopped', () => {
  const page = new EventTarget()
  let atRisk = false
  const stop = guardLeaving({ hasTextAtRisk: () => atRisk }, page)
  expect(leave(page)).toBe(false)
  atRisk = true
  expect(leave(page)).toBe(true)
  atRisk = false
  expect(leave(page)).toBe(false)
  atRisk = true
  stop()
  expect(leave(page)).toBe(false)
})
