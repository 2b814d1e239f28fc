// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { runCommand } from '#features/editor/commands/run-command'
import { directionCommands } from '#features/editor/commands/layout-commands'
import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { NodeViews } from '#features/editor/node-views/node-views'

test('a list has its signs on the side of its first letter, starts where it says, and says so in no file', () => {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', 'عنصر')]), undefined, [
    NodeViews,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.toggleOrderedList()
  ana.editor.commands.updateAttributes('orderedList', { start: 3 })
  network.deliver()
  for (const { editor } of [ana, ben]) {
    const list = editor.view.dom.querySelector('ol')
    expect(list?.dir).toBe('auto')
    expect(list?.getAttribute('start')).toBe('3')
    expect(editor.getHTML()).toBe('<ol start="3"><li><p>عنصر</p></li></ol>')
  }
  ana.editor.commands.toggleTaskList()
  network.deliver()
  expect(ben.editor.view.dom.querySelector<HTMLElement>('ul[data-type=taskList]')?.dir).toBe('auto')
})

test('a list that is set right to left has its signs there, whatever its letters, and back again', () => {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', 'word')]), undefined, [
    NodeViews,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  const list = ({ editor }: typeof ana) => editor.view.dom.querySelector<HTMLElement>('ul')
  const rightToLeft = directionCommands.find(({ id }) => id === 'rightToLeft')
  if (!rightToLeft) throw new Error('there is no such command')
  ana.caretIn('word', 1)
  ana.editor.commands.toggleBulletList()
  network.deliver()
  const drawn = list(ben)
  for (const dir of ['rtl', 'auto']) {
    runCommand(ana.editor, rightToLeft)
    network.deliver()
    expect([list(ana)?.dir, list(ben)?.dir]).toEqual([dir, dir])
    expect(list(ben)).toBe(drawn)
  }
})
