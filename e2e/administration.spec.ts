import { expectAccessible } from '#e2e/support/expect-accessible'
import { startPliego } from '#e2e/support/pliego'
import { editorIn, expect, newPerson, test } from '#e2e/support/test'

// With servers of its own: the first account administers.

test('administrators see who has how much, and suspend somebody, but no title of theirs', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const pliego = await startPliego()
  try {
    const [admin, ana] = [await newPerson(browser), await newPerson(browser, { name: 'Ana' })]
    const password = 'correct horse battery'
    for (const [{ page }, name] of [
      [admin, 'Root'],
      [ana, 'Ana'],
    ] as const) {
      const data = { name, email: `${name.toLowerCase()}@example.org`, password }
      const headers = { origin: pliego.url }
      const answer = await page.request.post(`${pliego.url}/api/auth/sign-up/email`, { headers, data })
      expect(answer.status()).toBe(204)
    }
    const made = await ana.page.request.post(`${pliego.url}/api/documents`, {
      headers: { origin: pliego.url },
    })
    const { id } = (await made.json()) as { id: string }
    await ana.page.goto(`${pliego.url}/d/${id}`)
    await editorIn(ana.page).click()
    await ana.page.keyboard.type('A plan that is nobody’s business')
    await expect(ana.page.getByRole('status')).toHaveText('Saved')
    await ana.page.getByRole('button', { name: 'Share', exact: true }).click()
    const address = ana.page.getByLabel('Anyone with the address')
    for (const role of ['viewer', 'restricted']) {
      await address.selectOption(role)
      await expect(address).toHaveValue(role)
    }
    await ana.page.getByText('History of access').click()
    await expect(ana.page.getByText('Ana changed what the address gives: No access → Can view')).toBeVisible()
    await ana.page.keyboard.press('Escape')

    expect((await ana.page.request.get(`${pliego.url}/admin`)).status()).toBe(404)
    await admin.page.goto(`${pliego.url}/account`)
    await admin.page.getByRole('link', { name: 'Administer this Pliego' }).click()
    await admin.page.getByLabel('Search names and addresses').fill('ana@')
    await admin.page.keyboard.press('Enter')
    await expect(admin.page.getByText('1 document, ')).toBeVisible()
    await expect(admin.page.getByText('root@example.org')).toBeHidden()
    await admin.page.getByText('ana@example.org').click()
    await expectAccessible(admin.page)
    await admin.page.getByRole('button', { name: 'Suspend' }).click()
    await expect(admin.page.getByRole('button', { name: 'End suspension' })).toBeVisible()
    await admin.page.getByRole('link', { name: 'Settings' }).click()
    await expect(admin.page.getByText('ACCESS_LOG_DAYS')).toBeVisible()
    await admin.page.getByRole('button', { name: 'Change the secret' }).click()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Change the secret' }).click()
    await expect(admin.page.getByText('The secret was changed.')).toBeVisible()
    await expect(admin.page.getByText('Last changed on')).toBeVisible()
    await admin.page.getByRole('link', { name: 'History of access' }).click()
    await expect(admin.page.getByText('Ana changed what the address gives')).toHaveCount(2)
    await expect(admin.page.getByText(`Document ${id.slice(0, 6)}`)).toHaveCount(2)
    await expect(admin.page.getByText('business')).toHaveCount(0)
    await expect(admin.page.getByText('Root suspended Ana')).toBeVisible()
    await expect(admin.page.getByText('Root changed the secret of the servers')).toBeVisible()

    await ana.page.goto(`${pliego.url}/sign-in`)
    await ana.page.getByLabel('E-mail').fill('ana@example.org')
    await ana.page.getByLabel('Password').fill(password)
    await ana.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(ana.page.getByRole('main').getByRole('alert')).toContainText('This account is suspended.')
  } finally {
    await pliego.stop()
  }
})
