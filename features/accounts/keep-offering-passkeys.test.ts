// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { keepOfferingPasskeys } from '#features/accounts/keep-offering-passkeys'
import { passkeyAskedKey } from '#features/accounts/passkey-requests'

const minuteMs = 60_000
let visibility: DocumentVisibilityState
let asked: AbortSignal[]
let leave: () => void

beforeEach(() => {
  vi.useFakeTimers()
  visibility = 'visible'
  asked = []
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  vi.stubGlobal('PublicKeyCredential', {
    isConditionalMediationAvailable: async () => true,
    parseRequestOptionsFromJSON: (options: unknown) => options,
  })
  vi.stubGlobal('fetch', async () => Response.json({}))
  Object.defineProperty(navigator, 'credentials', {
    configurable: true,
    value: {
      // Nobody ever chooses one.
      get: ({ signal }: { signal: AbortSignal }) => {
        asked.push(signal)
        return new Promise(() => undefined)
      },
    },
  })
  leave = keepOfferingPasskeys({ onSignedIn: vi.fn<() => void>(), onFailure: vi.fn<() => void>() })
})
afterEach(() => {
  leave()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const open = () => asked.filter(({ aborted }) => !aborted).length

const focus = async () => {
  window.dispatchEvent(new Event('focus'))
  await vi.advanceTimersByTimeAsync(0)
}

it('is made anew before the server takes it no more, once somebody looks', async () => {
  await vi.advanceTimersByTimeAsync(minuteMs)
  expect([asked.length, open()]).toEqual([1, 1])
  await vi.advanceTimersByTimeAsync(3 * minuteMs)
  expect([asked.length, open()]).toEqual([2, 1])

  visibility = 'hidden'
  await vi.advanceTimersByTimeAsync(10 * minuteMs)
  expect(asked).toHaveLength(2)
  visibility = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(0)
  expect([asked.length, open()]).toEqual([3, 1])
})

it('is made anew where another tab has asked since, and only then', async () => {
  await focus()
  expect(asked).toHaveLength(1)
  window.dispatchEvent(new StorageEvent('storage', { key: 'something else' }))
  await focus()
  expect(asked).toHaveLength(1)
  window.dispatchEvent(new StorageEvent('storage', { key: passkeyAskedKey }))
  // Not while somebody may be answering it.
  await vi.advanceTimersByTimeAsync(1000)
  expect([asked.length, open()]).toEqual([1, 1])
  await focus()
  await focus()
  expect([asked.length, open()]).toEqual([2, 1])
})

it('is no more once the page is left', async () => {
  await vi.advanceTimersByTimeAsync(0)
  leave()
  await vi.advanceTimersByTimeAsync(10 * minuteMs)
  expect([asked.length, open()]).toEqual([1, 0])
})
