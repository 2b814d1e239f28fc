import { editorIn, expect, newPerson, test } from '#e2e/support/test'

const markdown = `# Cuaderno

Un *párrafo* con [enlace](https://example.org), \`código\` y $x^2$.

- uno
  - dos

1. tres

- [x] hecho

> [!TIP]
> Un consejo

| a | b |
| - | - |
| c | d |

\`\`\`js
const a = 1
\`\`\`

Fin
`

const blocks = '.document-text:has(h1) > *'

test('a document is read before its scripts are there, and its editor takes the place of that text unseen', async ({
  browser,
}) => {
  const { page, context } = await newPerson(browser)
  await page.goto('/')
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'New document from a file' }).click()
  await (
    await chosen
  ).setFiles({ name: 'notas.md', mimeType: 'text/markdown', buffer: Buffer.from(markdown) })
  await expect(editorIn(page).getByRole('heading', { name: 'Cuaderno' })).toBeVisible()
  const address = page.url()
  await page.close()

  const html = await (await context.request.get(address)).text()
  expect(html).toContain('>Cuaderno</h1>')
  const stranger = await newPerson(browser)
  expect(await (await stranger.context.request.get(`${address}x`)).text()).not.toContain('Cuaderno')

  // The same person without a copy of the document on this device.
  const { page: reader } = await newPerson(browser, { storageState: await context.storageState() })
  const { promise: held, resolve: letThrough } = Promise.withResolvers<void>()
  await reader.routeWebSocket(/token=/, async (socket) => {
    await held
    socket.connectToServer()
  })
  // Nor by the other way, which it takes after a while.
  await reader.route('**/api/tunnel', async (route) => {
    await held
    await route.fallback()
  })
  const problems: string[] = []
  reader.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()),
  )
  await reader.goto(address)
  await expect(reader.getByRole('heading', { name: 'Cuaderno' })).toBeVisible()
  await expect(reader.getByRole('link', { name: 'enlace' })).toBeVisible()
  await expect(reader.getByRole('checkbox', { name: 'hecho' })).toBeChecked()
  await expect(editorIn(reader)).toHaveCount(0)
  // It says so where somebody looks for it; the text itself stays as it is.
  await expect(reader.getByText('Reconnecting…').first()).toBeVisible({ timeout: 30_000 })
  await reader.evaluate(() => document.fonts.ready)
  const places = () =>
    reader.locator(blocks).evaluateAll((elements) =>
      elements.map((element) => {
        const { top, bottom, left, right } = element.getBoundingClientRect()
        return [element.tagName, ...[top, bottom, left, right].map((side) => Math.round(side))].join(' ')
      }),
    )
  const before = await places()
  expect(before.length).toBeGreaterThan(8)

  letThrough()
  await expect(editorIn(reader)).toHaveCount(1)
  expect(await reader.getByText('Fin', { exact: true }).count()).toBe(1)
  expect(await places()).toEqual(before)
  expect(problems).toEqual([])
})
