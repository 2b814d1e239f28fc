// @vitest-environment jsdom
import { DOMSerializer } from '@tiptap/pm/model'
import { describe, expect, it } from 'vitest'

import { writeBodyAsHtml, writeHtml, writeNodeAsHtml } from '#formats/html/write-html'
import { markdownDocument, schema } from '#formats/testing/formats-for-tests'
import { randomDocument, seededRandom } from '#formats/testing/random-document'

const bare = (element: HTMLElement) => element.innerHTML.replaceAll(/>\n</g, '><')

describe('a document as HTML', () => {
  it('is a page of its own, with nothing in its title or text that could run', () => {
    const doc = markdownDocument('Un `<script>` y <https://x.org?a=1&b="2">')
    const page = writeHtml(doc, { title: '</title><script>alert(1)</script>', language: 'es' })
    expect(page).toMatch(/^<!doctype html>\n<html lang="es">/)
    expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>')
    expect(page).not.toContain('<script')
  })

  it('gives images the address they are told', () => {
    const doc = markdownDocument('![un "gato"](/api/documents/a/images/b.png)')
    const html = writeBodyAsHtml(doc, { imageAddress: (src) => `https://x.org${src}` })
    expect(html).toBe('<img alt="un &quot;gato&quot;" src="https://x.org/api/documents/a/images/b.png">')
  })

  it('is what the schema draws in a page', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const doc = randomDocument(schema, seededRandom(seed))
      const drawn = document.createElement('div')
      drawn.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content))
      for (const wrapper of drawn.querySelectorAll('.tableWrapper'))
        wrapper.replaceWith(...wrapper.childNodes)
      const written = document.createElement('div')
      written.innerHTML = doc.children.map((block) => writeNodeAsHtml(block)).join('')
      for (const element of [...drawn.querySelectorAll('*'), ...written.querySelectorAll('*')]) {
        for (const name of ['colspan', 'rowspan'])
          if (element.getAttribute(name) === '1') element.removeAttribute(name)
        // Browsers spell styles their own way.
        element.removeAttribute('style')
      }
      expect(bare(written), `seed ${seed}`).toBe(bare(drawn))
    }
  })
})
