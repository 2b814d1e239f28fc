// @vitest-environment jsdom
import { DOMSerializer } from '@tiptap/pm/model'
import { describe, expect, it } from 'vitest'

import { mathMlOf, mathMlUpTo } from '#formats/html/math-ml'
import { readHtml } from '#formats/html/read-html'
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

  it('lists its headings where its table of contents stands, each a link to where it is', () => {
    const doc = markdownDocument(
      '[TOC]\n\n## Uno & *dos*\n\n> ### Tres[^1]\n\n##\n\n## Uno & *dos*\n\n[^1]: nota',
    )
    const html = writeBodyAsHtml(doc)
    const page = document.createElement('div')
    page.innerHTML = html
    const links = [...page.querySelectorAll('[data-table-of-contents] a')].map((link) => [
      link.textContent,
      page.querySelector(link.getAttribute('href') ?? 'none')?.outerHTML,
    ])
    expect(links).toEqual([
      ['Uno & dos', '<h2 id="heading-1">Uno &amp; <em>dos</em></h2>'],
      ['Tres', expect.stringMatching(/^<h3 id="heading-2">Tres<a /)],
      ['Uno & dos', '<h2 id="heading-3">Uno &amp; <em>dos</em></h2>'],
    ])
    expect(readHtml(html, schema).eq(doc)).toBe(true)
    // Without such a list no heading needs a name.
    expect(writeBodyAsHtml(markdownDocument('# Uno'))).toBe('<h1>Uno</h1>')
  })

  it('shows formulas as MathML that bears their source, and comes back from it', () => {
    const doc = markdownDocument(
      'Sea $a < b "c"$, $\\text{</math><script>}$ y $\\href{javascript:alert(1)}{x}$, $\\oops$.\n\n$$\n\\frac{1}{2}\n  + 1\n$$\n\n$$\n\n$$',
    )
    const html = writeBodyAsHtml(doc, { formula: mathMlOf })
    const page = document.createElement('div')
    page.innerHTML = html
    expect(page.querySelectorAll('math')).toHaveLength(4)
    expect(page.querySelector('math[display=block]')?.querySelector('mfrac')).not.toBeNull()
    expect(page.querySelectorAll('script, [href]')).toHaveLength(0)
    // What is not understood stays the source it is.
    expect(html).toContain('<span data-formula="">\\oops</span>')
    expect(readHtml(html, schema).eq(doc)).toBe(true)
  })

  it('draws no more formulas than there is time for', () => {
    const html = writeBodyAsHtml(markdownDocument('$abc$ $de$ $f$'), { formula: mathMlUpTo(5) })
    expect(html.match(/<math /g)).toHaveLength(2)
    expect(html).toContain('<span data-formula="">f</span>')
  })

  it('merges what it says of a line: its side and its spaces', () => {
    const line = schema.node('paragraph', { align: 'center' }, schema.text(' a  b'))
    const html = writeBodyAsHtml(schema.node('doc', null, line))
    expect(html).toBe('<p style="text-align: center;white-space:pre-wrap"> a  b</p>')
    expect(readHtml(html, schema).firstChild?.eq(line)).toBe(true)
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
