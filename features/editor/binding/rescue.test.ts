// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors } from '#features/editor/binding/editors-for-tests'

test('what somebody deletes with its block after having seen it stays deleted', () => {
  const network = testEditors(2)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.insertContent('milk')
  ana.editor.commands.toggleBulletList()
  network.deliver()
  ben.editor.commands.selectAll()
  ben.editor.commands.deleteSelection()
  network.deliver()
  network.deliver()
  expect(ben.editor.getText()).toBe('')
  expect(ana.editor.getText()).toBe('')
})

test('what was typed while somebody made the empty paragraph a heading is put back', () => {
  const network = testEditors(2)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.insertContent('milk')
  ben.editor.commands.toggleHeading({ level: 1 })
  network.deliver()
  network.deliver()
  expect(ben.editor.getHTML()).toBe('<h1>milk</h1>')
  expect(ana.editor.getHTML()).toBe('<h1>milk</h1>')
})
