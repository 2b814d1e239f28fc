import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Rules whose answer lies with those who write the document, not with the page around it. */
const ofTheText = ['page-has-heading-one']

/** What lies over a page, beside its own parts. */
const overlays = 'body > [data-radix-popper-content-wrapper], body > [role=dialog]'

type What = {
  /** Says which state of the page this is, in the failure. */
  where?: string
  /** Only what lies over the page, where something does: the page below was asked before. */
  overlayOnly?: boolean
  /** Only whether letters can be told from their ground, as when nothing but the theme has changed. */
  contrastOnly?: boolean
}

/** axe finds nothing serious or critical in the page, once whatever moves has come to rest. */
export async function expectAccessible(
  page: Page,
  { where = page.url(), overlayOnly = false, contrastOnly = false }: What = {},
): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity,
      ),
  )
  // The legacy mode asks in the page itself, and not in another one that it opens for each answer.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (contrastOnly) axe.withRules('color-contrast')
  else axe.disableRules(ofTheText)
  if (overlayOnly && (await page.locator(overlays).count()) > 0) axe.include(overlays)
  const { violations } = await axe.analyze()
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html.slice(0, 300)) }))
  expect(found, where).toEqual([])
}
