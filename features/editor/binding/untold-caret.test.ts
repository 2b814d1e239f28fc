// @vitest-environment jsdom
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'

function two() {
  const network = testEditors(2, (body) =>
    body.insert(0, [textBlock('paragraph', 'first'), textBlock('paragraph', 'second')]),
  )
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  const { dom } = ana.editor.view
  ana.editor.setOptions({ editorProps: { handleScrollToSelection: () => true } })
  document.body.append(dom)
  onTestFinished(() => {
    network.destroy()
    dom.remove()
  })
  dom.focus()
  return { ana, ben, deliver: () => network.deliver() }
}

/** What a browser does at a key: the caret moves, and the event that tells of it comes as a task of its own. */
function pressAndMove({ editor: { state, view } }: TestEditor, text: string, offset: number): void {
  press(view.dom, 'End')
  let line = -1
  state.doc.forEach((block, position) => {
    if (block.textContent === text) line = position + 1
  })
  const { node, offset: at } = view.domAtPos(line + offset)
  getSelection()?.collapse(node, at)
}

function press(dom: HTMLElement, key: string): void {
  dom.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

test('a key that moved the caret counts though an edit of somebody else is drawn at once', () => {
  const { ana, ben, deliver } = two()
  ana.caretIn('second', 0)
  ben.caretIn('first', 0)
  ben.editor.commands.insertContent('The ')
  pressAndMove(ana, 'second', 6)
  deliver()
  expect(ana.around).toBe('second|')
  ben.editor.commands.insertContent('very ')
  deliver()
  expect(ana.around).toBe('second|')
})

test('also where the edit is in the line that the caret left, or in the one that it went to', () => {
  const { ana, ben, deliver } = two()
  ana.caretIn('second', 2)
  ben.caretIn('second', 3)
  ben.editor.commands.insertContent('X')
  pressAndMove(ana, 'second', 6)
  deliver()
  expect(ana.around).toBe('secXond|')
  ben.caretIn('first', 0)
  ben.editor.commands.insertContent('Y')
  pressAndMove(ana, 'first', 3)
  deliver()
  expect(ana.around).toBe('Yfir|st')
})

test('what is drawn anew by oneself does not put the caret back either', () => {
  const { ana } = two()
  let drawn = 0
  ana.editor.registerPlugin(
    new Plugin({
      props: {
        decorations: ({ doc }) =>
          DecorationSet.create(doc, [Decoration.inline(1, 3, { class: `drawn-${drawn}` })]),
      },
    }),
  )
  ana.caretIn('first', 1)
  pressAndMove(ana, 'first', 5)
  drawn = 1
  ana.editor.view.dispatch(ana.editor.state.tr.setMeta('redraw', true))
  expect(ana.around).toBe('first|')
})

test('a key that follows at once is pressed where the key before it went', () => {
  const { ana } = two()
  ana.caretIn('second', 1)
  pressAndMove(ana, 'second', 6)
  press(ana.editor.view.dom, 'Enter')
  expect(ana.editor.getText()).toBe('first\n\nsecond\n\n')
})

test('a selection that no key or press has moved is none of the person', () => {
  const { ana, ben, deliver } = two()
  ana.caretIn('second', 4)
  const line = ana.editor.view.dom.firstElementChild?.firstChild
  if (!line) throw new Error('the first line is empty')
  getSelection()?.collapse(line, 0)
  ben.caretIn('first', 0)
  ben.editor.commands.insertContent('The ')
  deliver()
  expect(ana.around).toBe('seco|nd')
})
