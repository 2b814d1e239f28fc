import type { Page } from '@playwright/test'

import { samplePng } from '#e2e/support/sample-image'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

type SentFile = { readonly name: string; readonly type: string; readonly base64: string }

const photo: SentFile = { name: 'ridge.png', type: 'image/png', base64: samplePng.toString('base64') }
const drawing: SentFile = {
  name: 'drawing.svg',
  type: 'image/svg+xml',
  base64: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64'),
}

/** A paste or a drop with files, as a browser sends it. */
async function send(page: Page, kind: 'paste' | 'drop', files: readonly SentFile[]): Promise<void> {
  await editorIn(page).evaluate(
    (text, { kind, files }) => {
      const data = new DataTransfer()
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0)
        data.items.add(new File([bytes], name, { type }))
      }
      const target = text.querySelector('p') ?? text
      const { left, top, height } = target.getBoundingClientRect()
      const place = { clientX: left + 2, clientY: top + height / 2, bubbles: true, cancelable: true }
      target.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, ...place }),
      )
    },
    { kind, files },
  )
}

test('images come in by the file picker, by paste and by drop, and others see them', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  const text = editorIn(ana.page)
  const seen = editorIn(eva.page).locator('img[src^="/api/documents/"]')
  await text.click()
  await ana.page.keyboard.type('Before')

  const [chooser] = await Promise.all([
    ana.page.waitForEvent('filechooser'),
    ana.page.getByRole('button', { name: 'Image', exact: true }).click(),
  ])
  await chooser.setFiles({ name: 'ridge.png', mimeType: 'image/png', buffer: samplePng })
  await expect(seen).toHaveCount(1)

  await send(ana.page, 'paste', [photo])
  await expect(seen).toHaveCount(2)
  await send(ana.page, 'drop', [photo, photo])
  await expect(seen).toHaveCount(4)
  await expect(editorIn(eva.page).locator('p').first()).toContainText('Before')
  const sources = await seen.evaluateAll((images) => images.map((image) => image.getAttribute('src')))
  expect(new Set(sources).size).toBe(4)
  await expect
    .poll(() =>
      seen.evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth === 1)),
    )
    .toBe(true)

  // By keys: / image.
  await ana.page.keyboard.press('Control+End')
  await ana.page.keyboard.press('Enter')
  await ana.page.keyboard.type('/image')
  const [again] = await Promise.all([ana.page.waitForEvent('filechooser'), ana.page.keyboard.press('Enter')])
  await again.setFiles({ name: 'ridge.png', mimeType: 'image/png', buffer: samplePng })
  await expect(seen).toHaveCount(5)
})

test('a refused image says why in its place, until it is dismissed', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser, { locale: 'es-ES' })]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  await editorIn(ana.page).click()
  await send(ana.page, 'drop', [drawing])
  const refusal = ana.page.getByRole('alert').filter({ hasText: 'drawing.svg' })
  await expect(refusal).toContainText('only PNG, JPEG, GIF, WebP and AVIF')
  await refusal.getByRole('button', { name: 'Dismiss' }).click()
  await expect(refusal).toHaveCount(0)

  await editorIn(eva.page).click()
  await send(eva.page, 'paste', [drawing])
  await expect(eva.page.getByRole('alert').filter({ hasText: 'drawing.svg' })).toContainText('No se añadió')
  // The others' documents know nothing of it.
  await expect(editorIn(ana.page).locator('.upload-card, img[src]')).toHaveCount(0)
})

test('an image that the network lost is kept at hand and sent again', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  await ana.page.route('**/images', (route) => route.abort(), { times: 1 })
  await editorIn(ana.page).click()
  await send(ana.page, 'paste', [photo])
  const lost = ana.page.getByRole('alert').filter({ hasText: 'ridge.png' })
  await expect(lost).toContainText('the server cannot be reached')
  // It stays in its place while others write.
  await editorIn(eva.page).click()
  await eva.page.keyboard.type('meanwhile')
  await expect(editorIn(ana.page)).toContainText('meanwhile')
  await lost.getByRole('button', { name: 'Try again' }).click()
  await expect(editorIn(eva.page).locator('img[src^="/api/documents/"]')).toHaveCount(1)
  await expect(editorIn(ana.page).locator('.upload-card')).toHaveCount(0)
})

test('a selected image is described and removed', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  await editorIn(ana.page).click()
  await send(ana.page, 'paste', [photo])
  const image = editorIn(ana.page).locator('figure')
  await image.click()
  await ana.page.getByRole('button', { name: 'Describe image' }).click()
  await ana.page.getByLabel('Description').fill('A red point')
  await ana.page.keyboard.press('Enter')
  await expect(editorIn(eva.page).getByRole('img', { name: 'A red point' })).toBeVisible()
  await image.click()
  await ana.page.getByRole('button', { name: 'Remove image' }).click()
  await expect(editorIn(eva.page).locator('img[src]')).toHaveCount(0)
})
