import type { Page } from '@playwright/test'

import { expect, newPerson, test } from '#e2e/support/test'

// A red point.
const pointPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='

async function newDocumentId(page: Page): Promise<string> {
  await page.goto('/')
  return page.evaluate(async () => {
    const response = await fetch('/api/documents', { method: 'POST' })
    return ((await response.json()) as { id: string }).id
  })
}

/** As the editor sends them: raw bytes, from a page of the app. */
async function upload(page: Page, documentId: string, base64: string, paddingBytes = 0) {
  return page.evaluate(
    async ([documentId, base64, paddingBytes]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0)
      const body = new Blob([bytes, new Uint8Array(paddingBytes)])
      const response = await fetch(`/api/documents/${documentId}/images`, { method: 'POST', body })
      return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
    },
    [documentId, base64, paddingBytes] as const,
  )
}

test('an image is kept with its document and seen by whoever opens it, also after a restart', async ({
  browser,
  pliego,
}) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await newDocumentId(ana.page)
  const { status, answer } = await upload(ana.page, id, pointPng)
  expect(status).toBe(201)
  expect(answer).toMatchObject({ width: 1, height: 1 })
  const src = String(answer.src)
  expect(src).toMatch(new RegExp(`^/api/documents/${id}/images/[\\w-]{22}\\.png$`))

  await pliego.restartAll()
  await eva.page.goto('/')
  const size = await eva.page.evaluate(async (src) => {
    const image = new Image()
    image.src = src
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }, src)
  expect(size).toEqual([1, 1])

  const response = await eva.page.request.get(src)
  expect(response.headers()).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, max-age=31536000, immutable',
  })
})

test('what is no image, or too big, or for no document is refused with a reason', async ({ page }) => {
  const id = await newDocumentId(page)
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>').toString(
    'base64',
  )
  expect(await upload(page, id, svg)).toEqual({ status: 415, answer: { error: 'notAnImage' } })
  expect(await upload(page, id, pointPng, 10 * 1024 * 1024)).toEqual({
    status: 413,
    answer: { error: 'imageTooBig' },
  })
  expect(await upload(page, 'x'.repeat(22), pointPng)).toEqual({ status: 404, answer: { error: 'gone' } })
})

test('an image is nobody’s without its document, and no path leads elsewhere', async ({
  page,
  playwright,
  pliego,
}) => {
  const [id, other] = [await newDocumentId(page), await newDocumentId(page)]
  const { answer } = await upload(page, id, pointPng)
  const name = String(answer.src).split('/').pop()
  for (const path of [
    `/api/documents/${other}/images/${name}`,
    `/api/documents/${id}/images/..%2F..%2Fapp.sqlite`,
    `/api/documents/..%2F..%2F/images/app.sqlite`,
  ]) {
    expect((await page.request.get(path)).status(), path).toBe(404)
  }
  const stranger = await playwright.request.newContext({ baseURL: pliego.url })
  expect((await stranger.get(String(answer.src))).status()).toBe(403)
  await stranger.dispose()
})
