// @vitest-environment jsdom
import { getSchema } from '@tiptap/core'
import { DOMSerializer } from '@tiptap/pm/model'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors } from '#features/editor/binding/editors-for-tests'
import { NodeViews } from '#features/editor/node-views/node-views'
import { OpenToggles } from '#features/editor/toggles/open-toggles'
import { writeFile } from '#formats/write-file'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { hasEdges, isInlineObject } from '#schema/inline-objects'
import { readBody } from '#schema/read-nodes'
import { isOwnImageSource, isSafeHref } from '#schema/safe-addresses'
import { writeHostileBody } from '#schema/testing/hostile-document'

// Somebody with the right to write can put anything into the shared document, past every check of this editor.
// Each node and mark of the schema, whatever comes to it, is held here against every way out of it.

const schema = getSchema(documentExtensions())

function hostileBody(): Y.XmlFragment {
  const body = new Y.Doc().getXmlFragment(documentField.body)
  writeHostileBody(body, schema)
  return body
}

const inert = new Set(
  `a b blockquote br button code col colgroup dd del details div dl dt
  em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins label
  li mark nav ol option p pre s section select small span strong sub
  summary sup table tbody td textarea th thead tr u ul`.split(/\s+/),
)
const harmlessStyle =
  /^(?:\s*(?:text-align|width|min-width|height|aspect-ratio|white-space|--[\w-]+)\s*:\s*[\w\s.%/-]+;?)*\s*$/
/** Of a label that only screen readers get, by TipTap. */
const unseenStyle = 'position: absolute; width: 1px; height: 1px;'
const forbiddenNames = /^(?:on.*|srcset|srcdoc|formaction|poster|action|xlink:href|ping|background|name)$/i

/** What of it could run, load, or lie over the interface. */
function dangers(root: Element, imageAddress = isOwnImageSource as (src: string) => boolean): string[] {
  const found: string[] = []
  for (const element of root.querySelectorAll('*')) {
    const tag = element.localName
    if (!inert.has(tag)) found.push(`<${tag}>`)
    for (const { name, value } of element.attributes) {
      const what = `<${tag} ${name}="${value.slice(0, 80)}">`
      if (forbiddenNames.test(name)) found.push(what)
      if (value.length > 3_000) found.push(what)
      if (name === 'href' && !isSafeHref(value)) found.push(what)
      if (name === 'src' && !imageAddress(value)) found.push(what)
      if (name === 'style' && !harmlessStyle.test(value) && !value.startsWith(unseenStyle)) found.push(what)
      if (name === 'class' && /fixed|inset/.test(value)) found.push(what)
      if (
        !['href', 'alt', 'title', 'value', 'aria-label'].includes(name) &&
        /script|tracker|alert/.test(value)
      )
        found.push(what)
    }
  }
  return found
}

const imageAddress = (src: string) => `https://own.example${src}`

test('a body that has every node of the schema', () => {
  const names = new Set<string>(['text', schema.topNodeType.name])
  // Breaks and objects in a line are letters in the shared text.
  names.add('hardBreak')
  for (const type of Object.values(schema.nodes))
    if (isInlineObject(type) || hasEdges(type)) names.add(type.name)
  for (const element of hostileBody().createTreeWalker(() => true)) {
    if (element instanceof Y.XmlElement) names.add(element.nodeName)
  }
  expect(names).toEqual(new Set(Object.keys(schema.nodes)))
})

test('shows nothing in the editor that runs, loads or hides', () => {
  const further = [NodeViews, OpenToggles]
  const network = testEditors(1, (body) => writeHostileBody(body, schema), undefined, further)
  onTestFinished(() => network.destroy())
  const dom = network.people[0]?.editor.view.dom
  expect(dom?.textContent.match(/marked/g)?.length).toBeGreaterThan(100)
  expect(dom && dangers(dom)).toEqual([])
  // Some 900 nodes in a DOM that lays nothing out, on a machine that may have much else to do.
}, 60_000)

test('nor in what is copied, nor in a file made of it', () => {
  const nodes = readBody(hostileBody(), schema, new Map())
  const copied = document.createElement('div')
  const serializer = DOMSerializer.fromSchema(schema)
  for (const node of nodes) copied.append(serializer.serializeNode(node))
  expect(dangers(copied)).toEqual([])
  const doc = schema.topNodeType.create(null, nodes)
  const options = { title: '</title><script>alert(1)</script>', language: 'en', imageAddress }
  const page = new DOMParser().parseFromString(writeFile(doc, 'html', options), 'text/html')
  expect(page.title).toBe(options.title)
  expect(dangers(page.body, (src) => src.startsWith('https://own.example/api/documents/'))).toEqual([])
  for (const [, address = ''] of writeFile(doc, 'md', options).matchAll(/\]\((?:<)?([^)>\s]*)/g)) {
    // A person who is mentioned has an address that leads nowhere.
    expect(isSafeHref(address) || /^pliego:person\/[\w-]{1,128}$/.test(address)).toBe(true)
  }
})
