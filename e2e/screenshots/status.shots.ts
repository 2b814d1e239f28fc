import type { BrowserContextOptions, Page } from '@playwright/test'
import path from 'node:path'

import { expectAccessible } from '#e2e/support/expect-accessible'
import { startPliego } from '#e2e/support/pliego'
import { editorIn, expect, newPerson, test } from '#e2e/support/test'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const looks: readonly { name: string; options: BrowserContextOptions & { locale: 'en' | 'es' } }[] = [
  { name: '', options: { locale: 'en', colorScheme: 'light' } },
  { name: '-es-dark', options: { locale: 'es', colorScheme: 'dark' } },
  { name: '-phone-es', options: { ...phone, locale: 'es', colorScheme: 'light' } },
]
const password = 'correct horse battery'
const email = 'root@example.org'

test('how the servers are doing while people write', async ({ browser }) => {
  test.setTimeout(240_000)
  const pliego = await startPliego()
  try {
    const headers = { origin: pliego.url }
    const views: Page[] = []
    for (const [index, { options }] of looks.entries()) {
      const { page } = await newPerson(browser, options)
      const way = index === 0 ? 'sign-up' : 'sign-in'
      const data = { name: 'Root', email, password }
      const answer = await page.request.post(`${pliego.url}/api/auth/${way}/email`, { headers, data })
      expect(answer.status()).toBeLessThan(300)
      await page.goto(`${pliego.url}/status`)
      await page.getByRole('figure').first().waitFor()
      views.push(page)
    }
    const writers = await Promise.all(
      ['Ana', 'Luis', 'Eva'].map((name) => newPerson(browser, { locale: 'en', name })),
    )
    const [first] = writers
    if (!first) throw new Error('nobody writes')
    const made = await first.page.request.post(`${pliego.url}/api/documents`, { headers })
    const { id } = (await made.json()) as { id: string }
    await Promise.all(
      writers.map(async ({ page }) => {
        await page.goto(`${pliego.url}/d/${id}`)
        await editorIn(page).click()
        await page.keyboard.type('The house stands where the road ends. '.repeat(8), { delay: 15 })
      }),
    )
    // Somebody who is turned away is told of, too.
    await fetch(`${pliego.collabUrl.replace('ws', 'http')}/${id}`, {
      headers: { upgrade: 'websocket' },
    }).catch(() => undefined)
    for (const [index, page] of views.entries()) {
      const name = `status${looks[index]?.name ?? ''}`
      await page.bringToFront()
      await expect(page.locator('figure path[d*="L"]').first()).toBeAttached({ timeout: 30_000 })
      await page.screenshot({ path: path.resolve('screenshots', `${name}.png`), fullPage: true })
      await expectAccessible(page, { where: name })
    }
  } finally {
    await pliego.stop()
  }
})
