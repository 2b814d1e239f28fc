// @vitest-environment jsdom
import { getSchema } from '@tiptap/core'
import { DOMParser, DOMSerializer, type Schema } from '@tiptap/pm/model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { documentExtensions } from '#schema/document-extensions'
import { readBody } from '#schema/read-nodes'
import { isOwnImageSource, isSafeHref } from '#schema/safe-addresses'

const schema = getSchema(documentExtensions())
const uploaded = '/api/documents/abc-DEF_1/images/0f3c.webp'

function render(nodes: ReturnType<typeof readBody>, ofSchema: Schema = schema): HTMLElement {
  const element = document.createElement('div')
  const serializer = DOMSerializer.fromSchema(ofSchema)
  for (const node of nodes) element.append(serializer.serializeNode(node))
  return element
}

function paste(html: string): HTMLElement {
  const element = document.createElement('div')
  element.innerHTML = html
  const pasted = DOMParser.fromSchema(schema).parse(element)
  pasted.check()
  return render([...pasted.children])
}

function body(build: (fragment: Y.XmlFragment) => void): HTMLElement {
  const fragment = new Y.Doc().getXmlFragment('default')
  build(fragment)
  const nodes = readBody(fragment, schema, new Map())
  for (const node of nodes) node.check()
  return render(nodes)
}

function element(
  name: string,
  attributes: Record<string, unknown>,
  ...children: (Y.XmlElement | Y.XmlText)[]
) {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
  made.insert(0, children)
  return made
}

test.each([
  ['https://pliego.example/a', true],
  ['HTTP://x', true],
  ['mailto:ana@example.org', true],
  ['/d/abc#here', true],
  ['page.html', true],
  ['javascript:alert(1)', false],
  [' java\nscript:alert(1)', false],
  ['\u0001javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['vbscript:x', false],
  ['file:///etc/passwd', false],
  ['https://[', false],
  ['', false],
  [null, false],
  [{}, false],
])('a link to %j is allowed: %j', (href, allowed) => {
  expect(isSafeHref(href)).toBe(allowed)
})

test.each([
  [uploaded, true],
  ['https://tracker.example/pixel.gif', false],
  ['//tracker.example/api/documents/a/images/b', false],
  ['data:image/png;base64,AAAA', false],
  ['/api/documents/a/images/../../../token', false],
  ['/api/documents/a/images/..', false],
  ['/api/documents/a/images/b?x=1', false],
])('an image from %j is allowed: %j', (src, allowed) => {
  expect(isOwnImageSource(src)).toBe(allowed)
})

test('pasted links and images that are not allowed come in as their text, or not at all', () => {
  const pasted = paste(`<p><a href="javascript:alert(1)">text</a></p><img src="https://x.example/a.png">
    <img src="${uploaded}" width="10" height="99999999999" onerror="alert(1)" alt="A cat">`)
  expect(pasted.textContent).toBe('text')
  expect(pasted.querySelector('a')).toBeNull()
  expect(pasted.querySelectorAll('img')).toHaveLength(1)
  expect(pasted.querySelector('img')?.outerHTML).toBe(`<img alt="A cat" width="10" src="${uploaded}">`)
})

test('a pasted cell that claims a million columns gets one', () => {
  expect(paste('<table><tr><td colspan="1000000">x</td></tr></table>').querySelector('td')?.colSpan).toBe(1)
})

test('attributes written past the editor read as their defaults', () => {
  const rendered = body((fragment) => {
    const link = new Y.XmlText()
    link.insert(0, 'click', { link: { href: 'javascript:alert(1)', class: 'fixed', target: '_top' } })
    const cell = element(
      'tableCell',
      { colspan: 1e9, colwidth: ['1px;position:fixed'] },
      element('paragraph', {}),
    )
    fragment.insert(0, [
      element('paragraph', { style: 'position:fixed', class: 'fixed' }, link),
      element('heading', { level: '1 onclick=x' }, new Y.XmlText('Title')),
      element('image', { src: 'https://tracker.example/x.gif', alt: 'x', width: '1e9' }),
      element('codeBlock', { language: 'js fixed inset-0' }, new Y.XmlText('x')),
      element(
        'orderedList',
        { start: {}, type: 'javascript' },
        element('listItem', {}, element('paragraph', {})),
      ),
      element('table', {}, element('tableRow', {}, cell)),
    ])
  })
  expect(rendered.querySelector('a')).toBeNull()
  expect(rendered.querySelector('[style*=fixed], [class*=fixed]')).toBeNull()
  expect(rendered.querySelector('h1')?.textContent).toBe('Title')
  expect(rendered.querySelector('img')?.hasAttribute('src')).toBe(false)
  expect(rendered.querySelector('ol')?.attributes).toHaveLength(0)
  expect(rendered.querySelector('td')?.colSpan).toBe(1)
})

test('colours, alignment and indent are names and numbers of ours, never CSS', () => {
  const rendered = body((fragment) => {
    const text = new Y.XmlText()
    text.insert(0, 'ink', { textColor: { color: 'red;position:fixed' } })
    text.insert(3, 'pen', { textColor: {}, highlight: { color: 'url(//tracker.example)' } })
    fragment.insert(0, [
      element('paragraph', { align: 'center;position:fixed', indent: 9_000 }, text),
      element('heading', { level: 2, align: 'right', indent: 2 }, new Y.XmlText('Title')),
      element('paragraph', { align: {}, indent: '2' }, new Y.XmlText('x')),
    ])
  })
  expect([...rendered.children].map((block) => block.outerHTML)).toEqual([
    '<p><span>ink</span><mark data-color="yellow"><span>pen</span></mark></p>',
    '<h2 style="text-align: right;" data-indent="2">Title</h2>',
    '<p>x</p>',
  ])
})

test('callouts and toggles take no value and no shape that could break the page', () => {
  const rendered = body((fragment) => {
    fragment.insert(0, [
      element('callout', { kind: 'note" onclick=x', style: 'position:fixed' }, element('paragraph', {})),
      element('callout', { kind: ['tip'] }, new Y.XmlText('text without a block')),
      element('toggle', { open: 'x' }, element('heading', { level: 2 }), element('toggle', {})),
      element('toggle', {}),
      element('pageBreak', { style: 'position:fixed' }, new Y.XmlText('x')),
    ])
  })
  expect([...rendered.children].map((block) => block.outerHTML)).toEqual([
    '<div data-callout="note"><p></p></div>',
    '<div class="unknown-block"></div>',
    '<div data-toggle=""><h2></h2></div>',
    '<div class="unknown-block"></div>',
  ])
})

test('pasted details become a toggle whose summary comes first', () => {
  const pasted = paste('<details open><summary>a <b>b</b></summary>c<ul><li>d</li></ul></details>')
  expect(pasted.innerHTML).toBe(
    '<div data-toggle=""><p>a <strong>b</strong></p><p>c</p><ul><li><p>d</p></li></ul></div>',
  )
})

test('pasted colours come in by name, pasted alignment by the few words there are', () => {
  const pasted = paste(`<p style="text-align: center; position: fixed"><mark data-color="pink">a</mark>
    <mark style="background: red">b</mark><span data-text-color="blue" class="fixed">c</span>
    <span data-text-color="x">d</span></p><p style="text-align: left" data-indent="99">e</p>`)
  expect(pasted.innerHTML).toBe(
    '<p style="text-align: center;"><mark data-color="pink">a</mark> <mark data-color="yellow">b</mark>' +
      '<span data-text-color="blue">c</span> d</p><p>e</p>',
  )
})

test('what is copied with suggestions in it is pasted as text that nobody suggests anything of', () => {
  const pasted = paste(
    '<p data-suggestion="insert">a<ins data-suggestion="s1">b</ins><del data-suggestion="s2">c</del><del>d</del></p>',
  )
  expect(pasted.innerHTML).toBe('<p>abc<s>d</s></p>')
})

test('content that the schema does not know or allow is shown in place, and reading never writes', () => {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment('default')
  const marked = new Y.XmlText()
  marked.insert(0, 'still here', { sparkle: { size: 3 }, bold: {} })
  fragment.insert(0, [
    element('chart', { data: 'x' }),
    element('paragraph', {}, marked),
    element('bulletList', {}, element('paragraph', {}, new Y.XmlText('a list without items'))),
    element('bulletList', {}),
    element('text', {}),
    new Y.XmlText('text without a block'),
  ])
  let writes = 0
  doc.on('update', () => (writes += 1))
  const nodes = readBody(fragment, schema, new Map())
  const names = nodes.map((node) => node.type.name)
  expect(names).toEqual(['unknownBlock', 'paragraph', 'unknownBlock', 'unknownBlock'])
  expect(nodes[1]?.toString()).toBe('paragraph(bold("still here"))')
  expect(writes).toBe(0)
})
