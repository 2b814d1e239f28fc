// @vitest-environment jsdom
import { expect, it } from 'vitest'

import { markdownDocument } from '#formats/testing/formats-for-tests'

// Text that is cheap to write and could be dear to read: what somebody pastes or opens must not stop their tab.

const bytes = 24_000
const maxCpuSeconds = 6

it.each(['$1 ', '$$1 ', '$a\\', '$$\n', '[a](', '*a '])('nothing but %j is read in time', (part) => {
  const before = process.cpuUsage()
  markdownDocument(part.repeat(bytes / part.length))
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(maxCpuSeconds)
})
