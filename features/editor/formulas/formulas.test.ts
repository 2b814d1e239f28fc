// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { codeBlock } from '#features/editor/commands/block-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { projectDocument } from '#schema/project-document'

function two(text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]))
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

const formula = (tex: string) => `<span data-formula="">${tex}</span>`

test.each([
  ['let $x^2$ be', `<p>let ${formula('x^2')} be</p>`],
  ['($a$)', `<p>(${formula('a')})</p>`],
  ['it costs $5 and $10', '<p>it costs $5 and $10</p>'],
  ['US$5-$', '<p>US$5-$</p>'],
])('%s', (typed, html) => {
  const { ana } = two('')
  typeText(ana.editor, typed)
  expect(ana.editor.getHTML()).toBe(html)
})

test('one makes a formula in the middle of a line while another writes behind it', () => {
  const { ana, ben, deliver } = two('before after')
  ana.caretIn('before after', 6)
  typeText(ana.editor, ' $x$')
  ben.caretIn('before after', 12)
  typeText(ben.editor, 'wards')
  deliver()
  for (const { editor, binding } of [ana, ben]) {
    expect(editor.getHTML()).toBe(`<p>before ${formula('x')} afterwards</p>`)
    expect(binding.fallbacks).toBe(0)
  }
  expect(ben.around).toBe('before \uFFFC afterwards|')
  ana.editor.commands.undo()
  deliver()
  expect(ben.editor.getText()).toContain('afterwards')
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
})

test('two change one formula: one of both stays, whole, and the same for both', () => {
  const { ana, ben, deliver } = two('')
  typeText(ana.editor, '$x$')
  deliver()
  for (const [{ editor }, tex] of [
    [ana, 'x^2'],
    [ben, 'x_1'],
  ] as const) {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(1, 'tex', tex))
  }
  deliver()
  expect(['x^2', 'x_1'].map((tex) => `<p>${formula(tex)}</p>`)).toContain(ana.editor.getHTML())
  expect(ben.editor.getHTML()).toBe(ana.editor.getHTML())
})

test('lists show its source, and values that nobody may write read as an empty formula', () => {
  const { ana, ben, deliver } = two('')
  typeText(ana.editor, 'E is $mc^2$.')
  deliver()
  expect(projectDocument(ben.doc).searchText).toContain('E is mc^2.')
  const block = ben.doc.getXmlFragment('default').get(0)
  const text = block instanceof Y.XmlElement ? block.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('the paragraph has no text')
  text.format(5, 1, { inlineObject: { type: 'inlineFormula', values: { tex: { evil: 1 } } } })
  expect(ben.editor.getHTML()).toBe(`<p>E is ${formula('')}.</p>`)
  text.format(5, 1, { inlineObject: { type: 'paragraph', values: null } })
  expect(ben.editor.getHTML()).toBe('<p>E is \uFFFC.</p>')
})

test('a line that becomes code keeps its formulas as text', () => {
  const { ana } = two('')
  typeText(ana.editor, 'let $x^2$ and $y$ be')
  codeBlock.run(ana.editor)
  expect(ana.editor.getHTML()).toContain('<code>let $x^2$ and $y$ be</code>')
})

test.each(['```', '$$'])(
  'a line that becomes code by typing %s before it keeps its formulas and notes',
  (signs) => {
    const { ana } = two('')
    typeText(ana.editor, 'let $x^2$ be[^1]')
    ana.editor.commands.setTextSelection(1)
    typeText(ana.editor, `${signs} `)
    expect(ana.editor.state.doc.firstChild?.type.name).toBe('codeBlock')
    expect(ana.editor.state.doc.textContent).toBe('let $x^2$ be ()')
  },
)
