import type { CDPSession } from '@playwright/test'

import { expect, newPerson, test } from '#e2e/support/test'

/** An authenticator in the device, which answers by itself once it is told to. */
async function addAuthenticator(cdp: CDPSession): Promise<(answers: boolean) => Promise<unknown>> {
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return (enabled) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
}

test('a passkey is added, named, signs its owner in, and does so no more once removed', async ({
  browser,
  pliego,
}) => {
  // Passkeys belong to names.
  const address = pliego.url.replace('127.0.0.1', 'localhost')
  const { page, context } = await newPerson(browser)
  const answer = await addAuthenticator(await context.newCDPSession(page))
  const headers = { origin: address }
  const data = { name: 'Ana', email: 'keys@example.org', password: 'correct horse battery' }
  expect((await page.request.post(`${address}/api/auth/sign-up/email`, { headers, data })).status()).toBe(204)

  await page.goto(`${address}/account`)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Rename: Chrome · Linux' }).click()
  await page.getByLabel('Name of the passkey').fill('Laptop')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Remove: Laptop' })).toBeVisible()
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByText('This device has a passkey for your account already.')).toBeVisible()

  await context.clearCookies()
  // What is asked for as soon as the page is there gets no answer; what the button asks for does.
  await answer(false)
  const asking = '**/api/auth/passkey/generate-authenticate-options'
  const asked = page.waitForResponse(asking)
  await page.goto(`${address}/sign-in`)
  await asked
  await page.route(asking, async (route) => {
    await answer(true)
    await route.continue()
  })
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL(`${address}/`)
  await page.unroute(asking)

  // Offered beside the names that the browser remembers, without the button.
  await context.clearCookies()
  await page.goto(`${address}/sign-in?next=/account`)
  await page.waitForURL(`${address}/account`)

  await page.getByRole('button', { name: 'Remove: Laptop' }).click()
  await page.getByRole('button', { name: 'Remove passkey' }).click()
  await expect(page.getByRole('button', { name: 'Remove: Laptop' })).toBeHidden()
  await context.clearCookies()
  await page.goto(`${address}/sign-in`)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('not known here any more')
})
