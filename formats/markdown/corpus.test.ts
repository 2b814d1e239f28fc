// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { writeBodyAsHtml } from '#formats/html/write-html'
import { writeMarkdown } from '#formats/markdown/write-markdown'
import { markdownDocument } from '#formats/testing/formats-for-tests'

// Each file of Markdown has two beside it: the document it becomes, and the Markdown that one is written as.
// `npx vitest run formats/markdown -u` writes them anew, to be read before they are committed.
const folder = path.join(import.meta.dirname, 'corpus')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && !file.endsWith('.written.md'))
  .map((file) => file.replace(/\.md$/, ''))

describe.each(names)('%s.md', (name) => {
  const doc = markdownDocument(readFileSync(path.join(folder, `${name}.md`), 'utf8'))
  const written = writeMarkdown(doc)

  it('becomes the document beside it', async () => {
    await expect(`${writeBodyAsHtml(doc)}\n`).toMatchFileSnapshot(path.join(folder, `${name}.html`))
  })

  it('is written as the Markdown beside it', async () => {
    await expect(written).toMatchFileSnapshot(path.join(folder, `${name}.written.md`))
  })

  it('comes back from that as the same document, and as the same bytes', () => {
    const again = markdownDocument(written)
    expect(writeBodyAsHtml(again)).toBe(writeBodyAsHtml(doc))
    expect(writeMarkdown(again)).toBe(written)
  })
})
