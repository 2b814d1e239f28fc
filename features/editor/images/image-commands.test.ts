// @vitest-environment jsdom
import { NodeSelection } from '@tiptap/pm/state'
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { selectionContext } from '#features/editor/commands/selection-context'
import { setImage } from '#features/editor/images/image-commands'
import { ImageTexts, isDescribingImage } from '#features/editor/images/image-texts'

const src = '/api/documents/a/images/b.png'

function two() {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', 'word')]), undefined, [
    CommandKeymap,
    ImageTexts,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.insertContentAt(6, { type: 'image', attrs: { src, alt: 'A ridge' } })
  network.deliver()
  return { ana, ben, deliver: () => network.deliver() }
}

function imageOf({ editor }: TestEditor) {
  let found = { pos: -1, attrs: {} as Record<string, unknown> }
  editor.state.doc.descendants((node, pos) => {
    if (node.type.name === 'image') found = { pos, attrs: node.attrs }
  })
  return found
}

const select = (person: TestEditor) => person.editor.commands.setNodeSelection(imageOf(person).pos)

test('smaller and larger by keys, while another writes above it', () => {
  const { ana, ben, deliver } = two()
  select(ana)
  ben.caretIn('word', 0)
  for (let count = 0; count < 3; count += 1) pressKeys(ana.editor, 'Mod-Shift-,')
  typeText(ben.editor, 'XY')
  deliver()
  expect(imageOf(ben).attrs['size']).toBe(70)
  pressKeys(ana.editor, 'Mod-Shift-.')
  deliver()
  expect(imageOf(ben).attrs['size']).toBe(80)
  expect(ana.editor.state.selection).toBeInstanceOf(NodeSelection)
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
})

test('an image is aligned by the same keys as text, and the middle is written as nothing', () => {
  const { ana, ben, deliver } = two()
  select(ana)
  expect(selectionContext(ana.editor).align).toBe('center')
  for (const [keys, align] of [
    ['Mod-Shift-r', 'right'],
    ['Mod-Shift-l', 'left'],
    ['Mod-Shift-j', 'left'],
    ['Mod-Shift-e', null],
  ] as const) {
    pressKeys(ana.editor, keys)
    deliver()
    expect(imageOf(ben).attrs['align']).toBe(align)
    expect(ana.editor.state.selection).toBeInstanceOf(NodeSelection)
  }
})

test('two people at once, and taken back by one', () => {
  const { ana, ben, deliver } = two()
  setImage(ana.editor, imageOf(ana).pos, { size: 40, caption: 'At dawn' })
  setImage(ben.editor, imageOf(ben).pos, { size: 60, alt: 'The ridge at dawn' })
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  expect(imageOf(ana).attrs).toMatchObject({ caption: 'At dawn', alt: 'The ridge at dawn' })
  ana.editor.commands.undo()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  ana.editor.state.doc.check()
})

test('as HTML it is an image, or a figure with its caption, and is read back whole', () => {
  const { ana } = two()
  setImage(ana.editor, imageOf(ana).pos, { size: 40, caption: 'A <b> & more' })
  const before = imageOf(ana).attrs
  const html = ana.editor.getHTML()
  expect(html).toContain('<figcaption>A &lt;b&gt; &amp; more</figcaption></figure>')
  ana.editor.commands.setContent(html)
  expect(imageOf(ana).attrs).toEqual(before)
})

test('a figure of something else is read as what is in it', () => {
  const { ana } = two()
  ana.editor.commands.setContent(
    `<figure><table><tbody><tr><td>cell <img src="${src}"></td></tr></tbody></table><figcaption>Table</figcaption></figure>`,
  )
  expect(ana.editor.getText()).toContain('cell')
  expect(ana.editor.getText()).toContain('Table')
})

test.each([
  ['size', 4],
  ['size', 101],
  ['size', '50%;position:fixed'],
  ['align', 'fixed'],
  ['caption', 17],
])('%s cannot be %j', (name, value) => {
  const { ana } = two()
  const { tr } = ana.editor.state
  expect(() => tr.setNodeAttribute(imageOf(ana).pos, name, value)).toThrow(/not allowed/)
})

test('its words are asked for by a key, as long as it is selected, while another writes above it', () => {
  const { ana, ben, deliver } = two()
  ana.caretIn('word', 1)
  pressKeys(ana.editor, 'Mod-Alt-y')
  expect(isDescribingImage(ana.editor.state)).toBe(false)
  select(ana)
  pressKeys(ana.editor, 'Mod-Alt-y')
  ben.caretIn('word', 0)
  typeText(ben.editor, 'XY')
  deliver()
  expect(isDescribingImage(ana.editor.state)).toBe(true)
  ana.caretIn('XYword', 1)
  select(ana)
  expect(isDescribingImage(ana.editor.state)).toBe(false)
})
