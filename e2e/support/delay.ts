import { expect, type Locator } from '@playwright/test'

import { isCrowded } from '#e2e/support/crowded'

const withinMs = 1_000
/** From here on a program often waits for its turn. */
const crowdedPerCore = 1.5
const crowdedWithinMs = 4_000
/** Asked by itself, Playwright looks every half second after the first moments, and that is what would be measured. */
const lookEvery = { intervals: [20] }

/** All of these are seen in under a second from now; how long it took is printed. */
export async function seenSoon(what: string, ...locators: Locator[]): Promise<void> {
  const begun = performance.now()
  await Promise.all(
    locators.map((locator) =>
      expect.poll(() => locator.isVisible(), { ...lookEvery, message: what }).toBe(true),
    ),
  )
  const tookMs = performance.now() - begun
  console.log(`${what}: ${tookMs.toFixed(0)} ms`)
  expect(tookMs, what).toBeLessThan(isCrowded(crowdedPerCore) ? crowdedWithinMs : withinMs)
}
