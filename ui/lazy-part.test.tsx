// @vitest-environment jsdom
import { Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { lazyPart } from '#ui/lazy-part'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(console, 'warn').mockReturnValue(undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a part that does not arrive is asked for again, and the page stays meanwhile', async () => {
  let tries = 0
  const Part = lazyPart<object>(() => {
    tries += 1
    return tries < 3 ? Promise.reject(new Error('no network')) : Promise.resolve(() => 'the part')
  })
  const element = document.createElement('div')
  const root = createRoot(element)
  root.render(
    <>
      <p>the page</p>
      <Suspense>
        <Part />
      </Suspense>
    </>,
  )
  await vi.waitFor(() => expect(element.textContent).toBe('the page'))
  await vi.advanceTimersByTimeAsync(5_000)
  await vi.waitFor(() => expect(element.textContent).toBe('the pagethe part'))
  expect(tries).toBe(3)
  root.unmount()
})
