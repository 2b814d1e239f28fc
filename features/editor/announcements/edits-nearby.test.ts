// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { EditsNearby, editsNearby } from '#features/editor/announcements/edits-nearby'
import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { typeText } from '#features/editor/commands/keys-for-tests'

function two() {
  const network = testEditors(
    2,
    (body) => body.insert(0, [textBlock('paragraph', 'mine'), textBlock('paragraph', 'other')]),
    undefined,
    [EditsNearby],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

test('counts what others write in the block of the caret, and nothing else', () => {
  const { ana, ben, deliver } = two()
  ana.caretIn('mine', 2)
  ben.caretIn('other', 5)
  typeText(ben.editor, ' one')
  deliver()
  expect(editsNearby(ana.editor.state)).toBe(0)
  ben.caretIn('mine', 4)
  typeText(ben.editor, '!')
  deliver()
  expect(editsNearby(ana.editor.state)).toBeGreaterThan(0)
})

test('one’s own keys, and taking them back, are not of others', () => {
  const { ana, deliver } = two()
  ana.caretIn('mine', 4)
  typeText(ana.editor, ' own')
  ana.editor.commands.undo()
  deliver()
  expect(editsNearby(ana.editor.state)).toBe(0)
})
