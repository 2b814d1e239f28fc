import type { Browser } from '@playwright/test'

import { expect, test } from '#e2e/support/test'

/**
 * A name of a local network: for browsers no secure context, unlike 127.0.0.1, so there is neither a
 * clipboard API nor `crypto.randomUUID`.
 */
const lanHost = 'pliego.test'

test('everything works over plain http in a local network', async ({ playwright, launchOptions, pliego }) => {
  const args = [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${lanHost} 127.0.0.1`]
  const browser: Browser = await playwright.chromium.launch({ ...launchOptions, args })
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    const failures: string[] = []
    page.on('pageerror', (error) => failures.push(error.message))
    await page.goto(pliego.url.replace('127.0.0.1', lanHost))
    expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false])

    await page.getByRole('button', { name: /change name or color/ }).click()
    await page.getByLabel('Name', { exact: true }).fill('Ana')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'New document', exact: true }).click()
    await expect(page.getByRole('status')).toHaveText('Saved')

    await page.getByRole('button', { name: 'Share' }).click()
    const copy = page.getByRole('button', { name: 'Copy link' })
    await copy.click()
    await expect(page.getByRole('button', { name: 'Link copied' })).toBeFocused()
    await page.keyboard.press('Escape')
    const title = page.getByLabel('Title of the document')
    await title.click()
    await page.keyboard.press('ControlOrMeta+V')
    await page.keyboard.press('Enter')
    await expect(title).toHaveValue(page.url())
    await expect(page.getByRole('button', { name: 'Ana, you: change name or color' })).toBeVisible()
    expect(failures).toEqual([])
  } finally {
    await browser.close()
  }
})
