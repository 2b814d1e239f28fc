// @vitest-environment jsdom
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { Editor } from '@tiptap/core'
import { afterEach, describe, expect, it } from 'vitest'

import { ImageUploads } from '#features/editor/images/image-uploads'
import { WrittenAddresses } from '#features/editor/links/written-addresses'
import { Paste } from '#features/editor/paste/paste'
import { PlainPaste } from '#features/editor/paste/plain-paste'
import { writeBodyAsHtml } from '#formats/html/write-html'
import { documentExtensions } from '#schema/document-extensions'

// A page of HTML from some clipboard, and beside it the document that it becomes when it is pasted into an
// empty one. Those named `synthetic` are written after the format; the others were copied from the program.
// `npx vitest run features/editor/paste -u` writes the documents anew, to be read before they are committed.
const folder = path.join(import.meta.dirname, 'fixtures')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.html') && !file.endsWith('.document.html'))
  .map((file) => file.replace(/\.html$/, ''))

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='

type Clipboard = Readonly<Record<string, string>>

let open: { editor: Editor; uploads: File[] }[] = []
afterEach(() => {
  for (const { editor } of open) editor.destroy()
  open = []
})

function openEditor() {
  const uploads: File[] = []
  const editor = new Editor({
    element: document.body.appendChild(document.createElement('div')),
    extensions: [
      ...documentExtensions(),
      PlainPaste,
      WrittenAddresses,
      Paste.configure({ words: (key, values) => `${key} ${values?.['count'] ?? ''}` }),
      ImageUploads.configure({
        upload: (file) => {
          uploads.push(file)
          return Promise.resolve({
            src: `/api/documents/d/images/${uploads.length}.png`,
            width: 1,
            height: 1,
          })
        },
        words: (key) => key,
      }),
    ],
  })
  open.push({ editor, uploads })
  return { editor, uploads }
}

function paste(editor: Editor, clipboard: Clipboard, keys: KeyboardEventInit = {}): void {
  const event = new Event('paste', { bubbles: true, cancelable: true })
  const data = { types: Object.keys(clipboard), files: [], getData: (type: string) => clipboard[type] ?? '' }
  Object.assign(event, { clipboardData: data })
  editor.view.dom.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'v', keyCode: 86, ctrlKey: true, ...keys, bubbles: true }),
  )
  editor.view.dom.dispatchEvent(event)
  editor.view.dom.dispatchEvent(new KeyboardEvent('keyup', { key: 'v', keyCode: 86, bubbles: true }))
}

/** What a paste does in the same turn and its microtasks is done. */
const settle = () => new Promise((resolve) => setTimeout(resolve))
const written = (editor: Editor) => `${writeBodyAsHtml(editor.state.doc)}\n`
const notice = (editor: Editor) => editor.view.dom.querySelector('.upload-card')?.textContent ?? null

describe.each(names)('%s.html', (name) => {
  it('becomes the document beside it', async () => {
    const { editor } = openEditor()
    const rich = path.join(folder, `${name}.rtf`)
    paste(editor, {
      'text/html': readFileSync(path.join(folder, `${name}.html`), 'utf8'),
      ...(existsSync(rich) ? { 'text/rtf': readFileSync(rich, 'latin1') } : {}),
    })
    await settle()
    await expect.poll(() => editor.view.dom.querySelector('.upload-card-bar')).toBeNull()
    editor.state.doc.check()
    await expect(written(editor)).toMatchFileSnapshot(path.join(folder, `${name}.document.html`))
    expect(written(editor)).not.toMatch(/script:|alert|onerror|onclick|<script|font-family|Mso/)
  })
})

// Text alone, as it stands in a file.
describe.each(['markdown.synthetic.md', 'plain-text.synthetic.txt'])('%s', (file) => {
  it('becomes the document beside it', async () => {
    const { editor } = openEditor()
    paste(editor, { 'text/plain': readFileSync(path.join(folder, file), 'utf8') })
    await expect.poll(() => editor.state.doc.textContent, { timeout: 10_000 }).not.toBe('')
    editor.state.doc.check()
    const name = file.replace(/\.\w+$/, '')
    await expect(written(editor)).toMatchFileSnapshot(path.join(folder, `${name}.document.html`))
    expect(written(editor)).not.toMatch(/href="javascript:|<script/)
  })
})

describe('images in what is pasted', () => {
  it('whose bytes came along are kept by the server, in their places and with their words', async () => {
    const { editor, uploads } = openEditor()
    paste(editor, {
      'text/html': `<p>antes</p><p><img alt="uno" src="data:image/png;base64,${pixel}"></p><table><tr><td><img alt="dos" src="data:image/png;base64,${pixel}"></td></tr></table><p>después</p>`,
    })
    await settle()
    await expect.poll(() => written(editor)).toContain('alt="dos"')
    expect(uploads.map(({ type, size }) => [type, size])).toEqual([
      ['image/png', 70],
      ['image/png', 70],
    ])
    const text = written(editor)
    expect(text).not.toContain('pending')
    expect(text).toMatch(/antes.*alt="uno".*<td>.*alt="dos".*<\/td>.*después/s)
    expect(notice(editor)).toBeNull()
  })

  it('that are on another site are linked to, never loaded, and the person is told', async () => {
    const { editor, uploads } = openEditor()
    paste(editor, {
      'text/html':
        '<p>ver <img alt="foto" src="https://otra.example/a.png"> y <img src="https://otra.example/b/c.jpg?x=1"></p>',
    })
    await settle()
    expect(uploads).toEqual([])
    expect(written(editor)).not.toContain('<img')
    expect(editor.state.doc.textContent).toBe('ver foto y c.jpg')
    expect(notice(editor)).toContain('left 2')
    editor.view.dom.querySelector<HTMLElement>('.upload-card button')?.click()
    expect(notice(editor)).toBeNull()
  })

  it('that Word has on its own disk come from the rich text beside', async () => {
    const { editor, uploads } = openEditor()
    const hex = Buffer.from(pixel, 'base64').toString('hex')
    paste(editor, {
      'text/html': '<p class=MsoNormal>a <img src="file:///C:/Temp/clip_image001.png" alt="logo"></p>',
      'text/rtf': `{\\rtf1{\\*\\shppict{\\pict{\\*\\picprop}\\pngblip\\picw10{\\*\\blipuid 0a1b}${hex.slice(0, 64)}\n${hex.slice(64)}}}{\\nonshppict{\\pict\\wmetafile8 0102}}}`,
    })
    await settle()
    await expect.poll(() => written(editor)).toContain('alt="logo"')
    expect(uploads.map(({ type, size }) => [type, size])).toEqual([['image/png', 70]])
  })

  it('that cannot be had are said to be missing', async () => {
    const { editor } = openEditor()
    paste(editor, { 'text/html': '<p>a <img src="file:///C:/Temp/clip_image001.png" alt="logo"></p>' })
    await settle()
    expect(editor.state.doc.textContent).toBe('a logo')
    expect(notice(editor)).toContain('missing 1')
  })

  it('of this document stay what they are', async () => {
    const { editor } = openEditor()
    paste(editor, {
      'text/html': `<p>a</p><img src="${window.location.origin}/api/documents/d/images/x.png" alt="gato">`,
    })
    expect(written(editor)).toContain('<img alt="gato" src="/api/documents/d/images/x.png">')
  })
})

describe('the first line of what is pasted', () => {
  const centred = '<p style="text-align: center">uno</p><p>dos</p>'

  it('lies as it did where it comes into an empty line, or over all of one', () => {
    const { editor } = openEditor()
    paste(editor, { 'text/html': centred })
    expect(written(editor)).toBe('<p style="text-align: center">uno</p>\n<p>dos</p>\n')
    expect(editor.state.selection.$from.parent.textContent).toBe('dos')
    editor.commands.setContent('<p>x</p><p>tres</p>')
    editor.commands.setTextSelection({ from: 4, to: 8 })
    paste(editor, { 'text/html': '<p dir="rtl">uno</p>' })
    expect(written(editor)).toBe('<p>x</p>\n<p dir="rtl">uno</p>\n')
    expect(editor.state.selection.from).toBe(7)
  })

  it('lies as the text it comes into does', () => {
    const { editor } = openEditor()
    editor.commands.setContent('<p>ab</p>')
    editor.commands.setTextSelection(2)
    paste(editor, { 'text/html': centred })
    expect(written(editor)).toBe('<p>auno</p>\n<p>dosb</p>\n')
  })
})

it('cells without their table come in as a table', () => {
  const { editor } = openEditor()
  paste(editor, { 'text/html': '<meta charset="utf-8"><tr><td>a</td><td>b</td></tr>' })
  expect(editor.state.doc.firstChild?.type.name).toBe('table')
})

describe('text alone', () => {
  const markdown = '# Título\n\n- uno\n  - dos\n\n**fin**'

  it('that is Markdown comes in as what it means', async () => {
    const { editor } = openEditor()
    paste(editor, { 'text/plain': markdown })
    // What reads Markdown is fetched first.
    await expect.poll(() => written(editor), { timeout: 10_000 }).toContain('<h1>Título</h1>')
    expect(written(editor)).toContain('<ul><li><p>uno</p><ul><li><p>dos</p></li></ul></li></ul>')
  })

  it('comes in as it is with Ctrl+Shift+V, and so does what is beside it', async () => {
    const { editor } = openEditor()
    paste(editor, { 'text/plain': markdown, 'text/html': '<h1>otro</h1>' }, { shiftKey: true })
    await settle()
    expect(editor.state.doc.textBetween(0, editor.state.doc.content.size, '\n')).toBe(
      markdown.replaceAll('\n\n', '\n'),
    )
    expect(written(editor)).not.toMatch(/<(?:h1|ul|strong|a)\b/)
  })

  it('that is an address is only that with Ctrl+Shift+V, and takes the place of what is selected', async () => {
    const { editor } = openEditor()
    editor.commands.setContent('<p>aquí</p>')
    editor.commands.setTextSelection({ from: 1, to: 5 })
    paste(editor, { 'text/plain': 'https://x.org/1' }, { shiftKey: true })
    await settle()
    expect(written(editor)).toBe('<p>https://x.org/1</p>\n')
    paste(editor, { 'text/plain': '\nhttps://x.org/2 \nfin' }, { shiftKey: true })
    await settle()
    expect(written(editor)).not.toContain('<a ')
  })

  it('is Markdown with Shift+Insert, which pastes as Ctrl+V does', async () => {
    const { editor } = openEditor()
    paste(editor, { 'text/plain': markdown }, { shiftKey: true, key: 'Insert', keyCode: 45 })
    await expect.poll(() => written(editor), { timeout: 10_000 }).toContain('<h1>Título</h1>')
  })

  it('in code stays as it is', async () => {
    const { editor } = openEditor()
    editor.commands.setContent('<pre><code>x</code></pre>')
    editor.commands.setTextSelection(2)
    paste(editor, { 'text/plain': markdown })
    await settle()
    expect(editor.state.doc.textContent).toBe(`x${markdown}`)
  })

  it.each([
    ['una frase normal, con * y #', false],
    ['# un comentario de consola', false],
    ['- un guion solo', false],
    ['a_b_c y 2 * 3 * 4', false],
    ['- uno\n- dos', true],
    ['1. uno\n2. dos', true],
    ['# Título\n\ntexto', true],
    ['un [enlace](https://x.org)', true],
    ['una **palabra**', true],
    ['| a | b |\n|---|---|\n| 1 | 2 |', true],
    ['```js\nx\n```', true],
  ])('%j is taken for Markdown: %j', async (text, isMarkdown) => {
    const { looksLikeMarkdown } = await import('#features/editor/paste/looks-like-markdown')
    expect(looksLikeMarkdown(text)).toBe(isMarkdown)
  })
})
