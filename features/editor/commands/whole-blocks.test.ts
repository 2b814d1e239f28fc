// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { blockAddress, placeOfBlock } from '#features/editor/block-handle/block-address'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { deleteBlock, duplicate, moveDown, moveUp } from '#features/editor/commands/whole-block-commands'

function two(...lines: string[]) {
  const network = testEditors(
    2,
    (body) => {
      body.insert(
        0,
        lines.map((line) => textBlock('paragraph', line)),
      )
    },
    undefined,
    [CommandKeymap],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

const lines = ({ editor }: TestEditor) => editor.state.doc.children.map((block) => block.textContent)

function expectSame(ana: TestEditor, ben: TestEditor): void {
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  for (const { editor, binding } of [ana, ben]) {
    editor.state.doc.check()
    expect(binding.fallbacks).toBe(0)
  }
}

test('a block moves over its neighbour with the caret in it, and not over the ends', () => {
  const { ana, ben, deliver } = two('one', 'two', 'three')
  ana.caretIn('two', 1)
  expect(pressKeys(ana.editor, 'Alt-Shift-ArrowUp')).toBe(true)
  expect([lines(ana), ana.around]).toEqual([['two', 'one', 'three'], 't|wo'])
  runCommand(ana.editor, moveUp)
  expect(lines(ana)).toEqual(['two', 'one', 'three'])
  pressKeys(ana.editor, 'Alt-Shift-ArrowDown')
  runCommand(ana.editor, moveDown)
  runCommand(ana.editor, moveDown)
  expect([lines(ana), ana.around]).toEqual([['one', 'three', 'two'], 't|wo'])
  deliver()
  expectSame(ana, ben)
})

test('what another writes in the block that moves goes with it', () => {
  const { ana, ben, deliver } = two('one', 'two', 'three')
  ana.caretIn('two', 3)
  ben.caretIn('two', 3)
  runCommand(ana.editor, moveUp)
  typeText(ben.editor, ' more')
  deliver()
  expectSame(ana, ben)
  expect(lines(ana)).toEqual(['two more', 'one', 'three'])
  expect(ben.around).toBe('two more|')
})

test('what another writes in the neighbour that gives way is not lost', () => {
  const { ana, ben, deliver } = two('one', 'two', 'three')
  ana.caretIn('two', 3)
  ben.caretIn('one', 3)
  runCommand(ana.editor, moveUp)
  typeText(ben.editor, ' more')
  deliver()
  deliver()
  expectSame(ana, ben)
  expect(lines(ana).join(' ')).toContain('more')
  expect(lines(ana).join(' ')).toContain('three')
})

test('two people move the same block at once and end with the same document', () => {
  const { ana, ben, deliver } = two('one', 'two', 'three')
  for (const person of [ana, ben]) person.caretIn('two', 3)
  runCommand(ana.editor, moveUp)
  runCommand(ben.editor, moveDown)
  deliver()
  deliver()
  expectSame(ana, ben)
  expect(lines(ana)).toContain('two')
})

test('a move is one step to undo', () => {
  const { ana } = two('one', 'two')
  ana.caretIn('two', 0)
  ana.binding.undoManager.stopCapturing()
  runCommand(ana.editor, moveUp)
  ana.editor.commands.undo()
  expect(lines(ana)).toEqual(['one', 'two'])
})

test('several selected blocks move together; items of a list move within it', () => {
  const { ana } = two('one', 'two', 'three')
  ana.editor.commands.setTextSelection({ from: 2, to: 8 })
  runCommand(ana.editor, moveDown)
  expect(lines(ana)).toEqual(['three', 'one', 'two'])
  ana.editor.commands.selectAll()
  ana.editor.commands.toggleBulletList()
  ana.caretIn('two', 0)
  runCommand(ana.editor, moveUp)
  expect(ana.editor.getHTML()).toBe('<ul><li><p>three</p></li><li><p>two</p></li><li><p>one</p></li></ul>')
})

test('a copy stands below with the caret in it, while another writes in the first', () => {
  const { ana, ben, deliver } = two('one', 'two')
  ana.caretIn('one', 2)
  ben.caretIn('one', 3)
  expect(pressKeys(ana.editor, 'Mod-d')).toBe(true)
  expect(ana.editor.state.selection.from).toBe(8)
  typeText(ben.editor, 's')
  deliver()
  expectSame(ana, ben)
  expect(lines(ana)).toEqual(['ones', 'one', 'two'])
  runCommand(ana.editor, duplicate)
  expect(lines(ana)).toHaveLength(4)
})

test('a copy has no comments', () => {
  const { ana, ben, deliver } = two('one', 'two')
  const thread = 'abcdefghijklmnopqrstuv'
  ana.caretIn('one', 0, 2)
  ana.editor.commands.setMark('comment', { thread })
  runCommand(ana.editor, duplicate)
  deliver()
  expectSame(ana, ben)
  const marked = ana.editor.state.doc.children.map((block) => block.firstChild?.marks.length)
  expect([lines(ana), marked]).toEqual([
    ['one', 'one', 'two'],
    [1, 0, 0],
  ])
})

test('a block is deleted; the last one leaves an empty line', () => {
  const { ana } = two('one', 'two')
  ana.caretIn('one', 1)
  runCommand(ana.editor, deleteBlock)
  expect([lines(ana), ana.around]).toEqual([['two'], '|two'])
  runCommand(ana.editor, deleteBlock)
  expect(ana.editor.getHTML()).toBe('<p></p>')
})

test('the address of a block leads to it, moved or edited by others, and is never written down', () => {
  const { ana, ben, deliver } = two('one', 'two', 'three')
  const before = Y.encodeStateAsUpdate(ana.doc)
  const address = blockAddress(ana.binding, ana.editor.state.doc, 5)
  expect(Y.encodeStateAsUpdate(ana.doc)).toEqual(before)
  ben.caretIn('one', 3)
  pressKeys(ben.editor, 'Enter')
  typeText(ben.editor, 'new')
  ben.caretIn('two', 3)
  typeText(ben.editor, ' more')
  runCommand(ben.editor, moveUp)
  deliver()
  const place = placeOfBlock(ana.binding, new URL(address).hash)
  expect(ana.editor.state.doc.resolve(place ?? 0).parent.textContent).toBe('two more')
})

test.each(['', '#block=', '#block=zz', '#block=00', `#block=${'ff'.repeat(60)}`, '#block=01ffffffff0f05'])(
  'the address %j leads nowhere and breaks nothing',
  (hash) => {
    const { ana } = two('one')
    expect(placeOfBlock(ana.binding, hash)).toBeNull()
  },
)
