// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { TypedLinks } from '#features/editor/links/typed-links'

function two(name: string, text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock(name, text)]), undefined, [TypedLinks])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

const link = (href: string, text: string) =>
  `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${text}</a>`

test('text in brackets and an address become a link, and what is typed on is none', () => {
  const { ana } = two('paragraph', '')
  typeText(ana.editor, 'ver [la guía](https://x.org/a?b=1#c) y más')
  expect(ana.editor.getHTML()).toBe(`<p>ver ${link('https://x.org/a?b=1#c', 'la guía')} y más</p>`)
})

test.each([
  ['[a](www.x.org)', 'https://www.x.org'],
  ['[a](ana@x.org)', 'mailto:ana@x.org'],
  ['[a](/d/abc)', '/d/abc'],
  ['[a](https://x.org/a_(b)_c)', 'https://x.org/a_(b)_c'],
])('%s leads to %s', (typed, href) => {
  const { ana } = two('paragraph', '')
  typeText(ana.editor, typed)
  expect(ana.editor.getHTML()).toBe(`<p>${link(href, 'a')}</p>`)
})

test.each([
  '[sic](nota)',
  '[x](javascript:alert.1)',
  '![foto](https://x.org)',
  '[](https://x.org)',
  '[a] (x.org)',
])('%s stays what it is', (typed) => {
  const { ana } = two('paragraph', '')
  typeText(ana.editor, typed)
  expect(ana.editor.getHTML()).toBe(`<p>${typed}</p>`)
})

test('in code it stays what it is', () => {
  const { ana } = two('codeBlock', '')
  typeText(ana.editor, '[a](https://x.org)')
  expect(ana.editor.state.doc.textContent).toBe('[a](https://x.org)')
})

test('letters in it keep their marks, and Backspace brings back what was typed', () => {
  const { ana } = two('paragraph', '')
  typeText(ana.editor, '[un **gran**')
  typeText(ana.editor, ' día](https://x.org)')
  expect(ana.editor.getHTML()).toBe(`<p>${link('https://x.org', 'un <strong>gran</strong> día')}</p>`)
  pressKeys(ana.editor, 'Backspace')
  expect(ana.editor.getText()).toBe('[un gran día](https://x.org)')
})

test('while another writes in the same line', () => {
  const { ana, ben, deliver } = two('paragraph', 'fin')
  ana.caretIn('fin', 0)
  ben.caretIn('fin', 3)
  typeText(ana.editor, '[a](https://x.org)')
  typeText(ben.editor, 'al')
  deliver()
  expect(ana.editor.getHTML()).toBe(`<p>${link('https://x.org', 'a')}final</p>`)
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
})
