import type { Page } from '@playwright/test'

import { freePort } from '#collab-server/testing/free-port'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { startNginx, withoutNginx } from '#e2e/support/nginx'
import { startPliego } from '#e2e/support/pliego'
import { editorIn, expect, newPerson, test } from '#e2e/support/test'

/** A proxy as its manual begins: it speaks HTTP/1.0 to what is behind it, and passes no upgrade on. */
const stripsUpgrades = (appUrl: string, collabUrl: string): string[] => [
  'proxy_set_header Host $http_host;',
  'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  `location / { proxy_pass ${appUrl}; }`,
  `location /collab/ { proxy_pass ${collabUrl.replace('ws', 'http')}; }`,
]

/** Notes in the page when each letter was pressed, and when each was seen. */
function watchLetters(page: Page): Promise<void> {
  return page.evaluate(() => {
    const pressed: number[] = []
    const seen: number[] = []
    const text = document.querySelector('.ProseMirror')
    if (!text) throw new Error('there is no text')
    const count = () => text.textContent.replaceAll(/[^x]/g, '').length
    addEventListener('keydown', () => pressed.push(Date.now()), { capture: true })
    new MutationObserver(() => {
      while (seen.length < count()) seen.push(Date.now())
    }).observe(text, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { letters: { pressed, seen } })
  })
}

type Letters = { pressed: number[]; seen: number[] }
const lettersOf = (page: Page): Promise<Letters> =>
  page.evaluate(() => (window as unknown as { letters: Letters }).letters)

test('behind a proxy that lets no WebSocket through, two people write together all the same', async ({
  browser,
}, testInfo) => {
  // Servers of its own begin and end with it.
  test.setTimeout(120_000)
  test.skip(withoutNginx !== false, String(withoutNginx))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { PUBLIC_URL: url, COLLAB_URL: `ws://127.0.0.1:${port}/collab`, TRUST_PROXY: 'true' }
  const pliego = await startPliego({ env })
  const stopNginx = await startNginx(port, stripsUpgrades(pliego.url, pliego.collabUrl))
  try {
    const ana = await newPerson(browser, { name: 'Ana', baseURL: url })
    const luis = await newPerson(browser, { name: 'Luis', baseURL: url, locale: 'es-ES' })
    const made = await ana.page.request.post('/api/documents', { headers: { origin: url } })
    const { id } = (await made.json()) as { id: string }
    for (const { page } of [ana, luis]) await page.goto(`/d/${id}`)

    await ana.page.getByRole('button', { name: 'Saved. Connected by a slower way' }).click()
    await expect(ana.page.getByRole('dialog', { name: 'Saved' })).toContainText('Nothing is lost')
    await ana.page.keyboard.press('Escape')
    await expect(
      luis.page.getByRole('button', { name: 'Guardado. Con una conexión más lenta' }),
    ).toBeVisible()

    await editorIn(luis.page).click()
    await luis.page.keyboard.type('escrito por Luis ')
    await expect(editorIn(ana.page)).toContainText('escrito por Luis')
    await expect(ana.page.getByText('Luis', { exact: true }).first()).toBeAttached()

    await editorIn(ana.page).click()
    await ana.page.keyboard.press('Control+End')
    for (const { page } of [ana, luis]) await watchLetters(page)
    await ana.page.keyboard.type('x'.repeat(20), { delay: 50 })
    await expect.poll(async () => (await lettersOf(luis.page)).seen.length).toBe(20)
    const { pressed } = await lettersOf(ana.page)
    const { seen } = await lettersOf(luis.page)
    const latencies = seen.map((at, index) => at - (pressed[index] ?? 0)).toSorted((a, b) => a - b)
    const words = `key in one browser to letter in the other, by HTTP: median ${latencies[9]} ms, p90 ${latencies[17]} ms`
    testInfo.annotations.push({ type: 'latency', description: words })
    console.log(words)
    expect(latencies[9]).toBeLessThan(2_000)

    // What is written just before a page is left gets there.
    await luis.page.keyboard.press('Control+End')
    await luis.page.keyboard.type(' y adiós')
    await luis.page.goto('about:blank')
    await expect(editorIn(ana.page)).toContainText('y adiós')
    // Where the save status leads to.
    await ana.page.getByRole('button', { name: 'Saved. Connected by a slower way' }).click()
    const opened = ana.page.waitForEvent('popup')
    await ana.page.getByRole('link', { name: 'Check the connection' }).click()
    const doctor = await opened
    await expect(doctor.getByRole('status')).toHaveText(/in the way$/)
    const culprits = doctor.getByRole('list', { name: 'Likely culprit' })
    await expect(culprits.getByRole('heading').first()).toHaveText('The proxy strips Upgrade')
    await expect(doctor.getByRole('listitem').filter({ hasText: 'It agrees to a WebSocket' })).toContainText(
      'HTTP 426',
    )
    await expectAccessible(doctor)
    await doctor.getByRole('button', { name: 'Copy the report' }).click()
    await expect(doctor.getByRole('button', { name: 'Report copied' })).toBeVisible()
  } finally {
    await stopNginx()
    await pliego.stop()
  }
})
