import type { Locator, Page } from '@playwright/test'

import { expect, newPerson, openDocument, test, type Person } from '#e2e/support/test'

/** The row of avatars, which says who else is here. */
const othersIn = (page: Page): Locator => page.getByRole('banner').getByRole('button', { name: /here:/ })

const colorsSeenBy = (page: Page) =>
  page
    .getByRole('banner')
    .getByRole('button', { name: /^Go to / })
    .locator('[style]')
    .evaluateAll((avatars) => avatars.map((avatar) => getComputedStyle(avatar).backgroundColor))

// Leaving is seen at once: far within what a server needs to notice a dead connection.
const atOnce = { timeout: 2_000 }

test('one entry a person however many tabs, and gone at once with the last tab', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const documentId = await openDocument(ana.page)
  await expect(othersIn(ana.page)).toHaveCount(0)

  const luis = await newPerson(browser, { name: 'Luis' })
  await openDocument(luis.page, documentId)
  await expect(othersIn(ana.page)).toHaveAccessibleName('1 person here: Luis', atOnce)
  await expect(othersIn(luis.page)).toHaveAccessibleName('1 person here: Ana', atOnce)

  const secondTab = await luis.context.newPage()
  await openDocument(secondTab, documentId)
  const eva = await newPerson(browser, { name: 'Eva' })
  await openDocument(eva.page, documentId)
  await expect(othersIn(ana.page)).toHaveAccessibleName('2 people here: Eva, Luis', atOnce)

  await luis.page.close()
  await expect(othersIn(secondTab)).toHaveAccessibleName('2 people here: Ana, Eva', atOnce)
  await expect(othersIn(ana.page)).toHaveAccessibleName('2 people here: Eva, Luis')
  await secondTab.close()
  await expect(othersIn(ana.page)).toHaveAccessibleName('1 person here: Eva', atOnce)
  await eva.context.close()
  await expect(othersIn(ana.page)).toHaveCount(0, atOnce)
})

test('gone at once on going elsewhere, and back on coming back', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const documentId = await openDocument(ana.page)
  const luis = await newPerson(browser, { name: 'Luis' })
  await openDocument(luis.page, documentId)
  await expect(othersIn(ana.page)).toHaveAccessibleName('1 person here: Luis')

  // Inside the app, without a new page.
  await luis.page.getByRole('link', { name: 'Your documents' }).click()
  await luis.page.waitForURL('/')
  await expect(othersIn(ana.page)).toHaveCount(0, atOnce)
  await luis.page.goBack()
  await expect(othersIn(ana.page)).toHaveAccessibleName('1 person here: Luis')

  // To another page altogether, which the browser may keep to come back to.
  await luis.page.goto('about:blank')
  await expect(othersIn(ana.page)).toHaveCount(0, atOnce)
  await luis.page.goBack()
  await expect(othersIn(ana.page)).toHaveAccessibleName('1 person here: Luis')
  await expect(othersIn(luis.page)).toHaveAccessibleName('1 person here: Ana')
})

test('a new name is seen by the others, in the list as well', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const documentId = await openDocument(ana.page)
  const luis = await newPerson(browser, { name: 'Luis' })
  await openDocument(luis.page, documentId)
  await luis.page.getByRole('button', { name: 'Luis, you: change name or color' }).click()
  await luis.page.getByRole('textbox', { name: 'Name' }).fill('Luisa Gil')
  await luis.page.keyboard.press('Enter')
  await expect(othersIn(ana.page)).toHaveAccessibleName('1 person here: Luisa Gil', atOnce)
  await othersIn(ana.page).click()
  await expect(ana.page.getByRole('dialog', { name: 'In this document' }).getByRole('listitem')).toHaveText([
    /Ana \(you\)/,
    /Luisa Gil/,
  ])
})

test('people who chose the same colour get different ones', async ({ browser }) => {
  const color = '#1977bf'
  const profile = (ownName: string) => JSON.stringify({ ownName, suggestedName: 0, color })
  const people: Person[] = []
  let documentId: string | undefined
  for (const name of ['Ana', 'Luis', 'Eva']) {
    const person = await newPerson(browser)
    await person.context.addInitScript((text) => localStorage.setItem('pliego_profile', text), profile(name))
    documentId = await openDocument(person.page, documentId)
    people.push(person)
  }
  for (const { page } of people) {
    await expect(othersIn(page)).toHaveAccessibleName(/^2 people here/)
  }
  await expect
    .poll(async () => {
      const seen = await Promise.all(people.map(({ page }) => colorsSeenBy(page)))
      return new Set(seen.flat()).size
    })
    .toBe(3)
})
