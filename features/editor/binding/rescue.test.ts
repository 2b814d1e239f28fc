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

test('lines that begin alike are told apart: nothing comes back that is there already', () => {
  const network = testEditors(2)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  const lines = ['line 1', 'line', 'line 12', 'line 1']
  ben.editor.commands.setContent(lines.map((line) => `<p>${line}</p>`).join(''))
  network.deliver()
  ben.caretIn('line 12', 7)
  ben.editor.view.dispatch(ben.editor.state.tr.insertText('3'))
  ana.editor.commands.selectAll()
  ana.editor.commands.setHeading({ level: 2 })
  network.deliver()
  network.deliver()
  const texts = ben.editor.state.doc.children.map(({ textContent }) => textContent)
  expect(texts).toEqual(['line 1', 'line', 'line 123', 'line 1'])
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
})

test.each([
  { typed: '|milk', caret: 0 },
  { typed: 'mi|lk', caret: 2 },
  { typed: 'milk|', caret: 4 },
])('what is put back has the caret where it was in it: $typed', ({ typed, caret }) => {
  const network = testEditors(2)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.insertContent('tea')
  network.deliver()
  ana.caretIn('tea', 0)
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('milk'))
  ana.caretIn('milktea', caret)
  ben.editor.commands.toggleHeading({ level: 1 })
  network.deliver()
  network.deliver()
  expect(ben.editor.getHTML()).toBe('<h1>milktea</h1>')
  expect(ana.around).toBe(`${typed}tea`)
})

test('what is bold in a line that somebody joins to the one before comes there once', () => {
  const network = testEditors(2)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.setContent('<p>tea</p><p>and <strong>milk</strong></p>')
  network.deliver()
  ben.caretIn('and milk', 0)
  ben.editor.commands.joinBackward()
  network.deliver()
  network.deliver()
  expect(ben.editor.getHTML()).toBe('<p>teaand <strong>milk</strong></p>')
  expect(ana.editor.getHTML()).toBe(ben.editor.getHTML())
})
