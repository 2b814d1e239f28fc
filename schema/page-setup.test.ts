import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { onPageSetup, pageRule, pageSetup, setPageSetup } from '#schema/page-setup'

function newDoc(): Y.Doc {
  const doc = new Y.Doc()
  onTestFinished(() => doc.destroy())
  return doc
}

test('a document that says nothing leaves the paper to the printer and the language to the reader', () => {
  const setup = pageSetup(newDoc())
  expect(setup).toEqual({ pageSize: null, orientation: 'portrait', margin: 'normal', language: null })
  expect(pageRule(setup)).toBe('@page { margin: 20mm; }')
})

test.each([
  [{ pageSize: 'A4' }, '@page { size: 210mm 297mm; margin: 20mm; }'],
  [
    { pageSize: 'Letter', orientation: 'landscape', margin: 'wide' },
    '@page { size: 279mm 216mm; margin: 32mm; }',
  ],
  [{ orientation: 'landscape', margin: 'narrow' }, '@page { size: landscape; margin: 12mm; }'],
] as const)('%j is printed by %s', (changed, rule) => {
  const doc = newDoc()
  setPageSetup(doc, changed)
  expect(pageSetup(doc)).toMatchObject(changed)
  expect(pageRule(pageSetup(doc))).toBe(rule)
})

test('two people who change different things at once both have their way', () => {
  const [ana, ben] = [newDoc(), newDoc()]
  setPageSetup(ana, { pageSize: 'A5', language: 'es' })
  setPageSetup(ben, { margin: 'wide' })
  const [ofAna, ofBen] = [Y.encodeStateAsUpdate(ana), Y.encodeStateAsUpdate(ben)]
  let heard = 0
  const stop = onPageSetup(ana, () => (heard += 1))
  Y.applyUpdate(ana, ofBen)
  Y.applyUpdate(ben, ofAna)
  stop()
  expect(heard).toBe(1)
  expect(pageSetup(ana)).toEqual({ pageSize: 'A5', orientation: 'portrait', margin: 'wide', language: 'es' })
  expect(pageSetup(ben)).toEqual(pageSetup(ana))
  setPageSetup(ana, { pageSize: null, language: null })
  expect(pageSetup(ana)).toMatchObject({ pageSize: null, language: null })
})

test.each([
  ['pageSize', 'constructor'],
  ['pageSize', '1px} body{display:none'],
  ['pageMargin', 12],
  ['language', 'es" onload="x'],
  ['language', { lang: 'es' }],
])('%s %j reads as nothing', (key, value) => {
  const doc = newDoc()
  doc.getMap(documentField.meta).set(key, value)
  expect(pageSetup(doc)).toEqual(pageSetup(newDoc()))
})
