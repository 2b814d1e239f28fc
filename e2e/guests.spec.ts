import type { Page } from '@playwright/test'

import { expect, newPerson, test } from '#e2e/support/test'

/** Of the button with the guest's own name. */
function ownColor(page: Page): Promise<string> {
  const badge = page.getByRole('button', { name: /you: change name or color/ }).locator('[style]')
  return badge.evaluate((own) => getComputedStyle(own).backgroundColor)
}

test('two people who chose the same colour differ in one document, and one entry each is shown', async ({
  browser,
}) => {
  const people = [await newPerson(browser), await newPerson(browser)]
  for (const [index, { page }] of people.entries()) {
    await page.addInitScript(
      (name) => {
        localStorage.setItem(
          'pliego_profile',
          JSON.stringify({ ownName: name, suggestedName: 0, color: '#1977bf' }),
        )
      },
      `Guest ${index + 1}`,
    )
  }
  const [one, two] = people.map(({ page }) => page)
  if (!one || !two) throw new Error('two people are needed')
  await one.goto('/')
  await one.getByRole('button', { name: 'New document', exact: true }).click()
  await one.waitForURL(/\/d\//)
  await two.goto(one.url())
  // A second tab of the same person is no second entry.
  const tab = await people[1]?.context.newPage()
  await tab?.goto(one.url())

  const colorSeen = async (name: string, page: typeof one) => {
    await expect(page.getByRole('button', { name: `1 person here: ${name}` })).toBeVisible()
    return page
      .getByRole('button', { name: `Go to ${name}` })
      .locator('[style]')
      .first()
      .evaluate((own) => getComputedStyle(own).backgroundColor)
  }
  await expect(async () => {
    expect(await colorSeen('Guest 1', two)).not.toBe(await colorSeen('Guest 2', one))
  }).toPass()

  const own = { one: await ownColor(one), two: await ownColor(two) }
  expect(own).toEqual({ one: await colorSeen('Guest 1', two), two: await colorSeen('Guest 2', one) })

  await two.getByRole('button', { name: 'Guest 2, you: change name or color' }).click()
  await two.getByLabel('Name', { exact: true }).fill('Eva')
  await two.keyboard.press('Enter')
  await expect(one.getByRole('button', { name: '1 person here: Eva' })).toBeVisible()
  await people[1]?.context.close()
  await expect(one.getByRole('button', { name: /person here/ })).toHaveCount(0)
})
