// @vitest-environment jsdom
import { getSchema } from '@tiptap/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'

import { OpeningText } from '#features/editor/opening/opening-text.tsx'
import { randomDocument, seededRandom } from '#formats/testing/random-document'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())

const drawn = (content: object[], language: string | null = null) =>
  renderToStaticMarkup(
    <OpeningText
      doc={schema.nodeFromJSON({ type: 'doc', content })}
      language={language}
      words={(key) => key}
    />,
  )
const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks })

it('draws text with its marks, neighbours in one element, in the language of the document', () => {
  const bold = { type: 'bold' }
  const link = { type: 'link', attrs: { href: 'https://x.org' } }
  const content = [{ type: 'paragraph', content: [text('uno', bold), text('dos', bold, link), text('tres')] }]
  expect(drawn(content, 'es')).toBe(
    '<div class="document-text" lang="es"><p><a target="_blank" rel="noopener noreferrer nofollow" href="https://x.org"></a></p></div>'.replace(
      /<a.*<\/a>/,
      '<strong>uno</strong><a href="https://x.org" target="_blank" rel="noopener noreferrer nofollow"><strong>dos</strong></a>tres',
    ),
  )
})

it('keeps the height of empty lines, and the place of what is drawn later', () => {
  expect(drawn([{ type: 'paragraph' }])).toContain('<p><br class="ProseMirror-trailingBreak"/></p>')
  expect(
    drawn([{ type: 'codeBlock', attrs: { language: 'mermaid' }, content: [text('graph LR')] }]),
  ).toContain('<figure class="code-preview"></figure>')
})

it('draws what is said of letters in code too', () => {
  const thread = { type: 'comment', attrs: { thread: 'x'.repeat(22) } }
  const code = { type: 'codeBlock', content: [text('a = '), text('1', thread)] }
  expect(drawn([code])).toContain(`<code>a = <span data-thread="${'x'.repeat(22)}">1</span></code>`)
})

const list = (type: string, item: string, dir: string | null) => ({
  type,
  content: [{ type: item, content: [{ type: 'paragraph', attrs: { dir }, content: [text('x')] }] }],
})

it('draws lists with their signs on the side of their text, or on the one that was chosen', () => {
  expect(drawn([list('bulletList', 'listItem', null)])).toContain('<ul dir="auto"><li>')
  expect(drawn([list('orderedList', 'listItem', 'rtl')])).toContain('<ol dir="rtl"><li><p dir="rtl">')
  expect(drawn([list('taskList', 'taskItem', 'rtl')])).toContain('<ul data-type="taskList" dir="rtl">')
})

it('draws nothing that runs, whatever the text says', () => {
  const words = '</code></p><script>alert(1)</script>'
  const place = document.createElement('div')
  place.innerHTML = drawn([
    { type: 'paragraph', content: [text(words)] },
    { type: 'codeBlock', attrs: { language: 'js' }, content: [text(words)] },
    { type: 'image', attrs: { caption: words, alt: `">${words}` } },
  ])
  expect(place.querySelector('script, img')).toBeNull()
  expect(place.textContent.split(words)).toHaveLength(4)
})

const letters = (value: string) => value.replaceAll(/\s/g, '')

it('draws whatever the schema allows', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const doc = randomDocument(schema, seededRandom(seed))
    const html = renderToStaticMarkup(<OpeningText doc={doc} language={null} words={(key) => key} />)
    const place = document.createElement('div')
    place.innerHTML = html
    let written = ''
    doc.descendants((node) => {
      if (node.isText) written += node.text ?? ''
      if (node.type.name === 'mention') written += String(node.attrs['label'])
      return node.type.name !== 'footnote'
    })
    for (const label of place.querySelectorAll(
      'label, select, .inline-formula, figcaption, .page-break, .unknown-block, .image-note',
    ))
      label.remove()
    expect(letters(place.textContent), `seed ${seed}`).toBe(letters(written))
  }
})
