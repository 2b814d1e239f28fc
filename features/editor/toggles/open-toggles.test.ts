// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { isToggleOpen, OpenToggles, setToggleOpen } from '#features/editor/toggles/open-toggles'

/** A paragraph, then a toggle that hides two lines. */
function two() {
  const network = testEditors(
    2,
    (body) => {
      const toggle = new Y.XmlElement('toggle')
      toggle.insert(
        0,
        ['head', 'one', 'two'].map((text) => textBlock('paragraph', text)),
      )
      body.insert(0, [textBlock('paragraph', 'before'), toggle, textBlock('paragraph', 'after')])
    },
    undefined,
    [OpenToggles],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

function togglePos({ editor }: TestEditor): number {
  let found = -1
  editor.state.doc.descendants((node, pos) => {
    if (node.type.name === 'toggle') found = pos
  })
  return found
}

const isOpen = (person: TestEditor) => isToggleOpen(person.editor.state, togglePos(person))
const setOpen = (person: TestEditor, open: boolean) =>
  setToggleOpen(person.editor.view, togglePos(person), open)
const html = ({ editor }: TestEditor) => editor.view.dom.innerHTML

test('a toggle is closed at first, and open for whoever opens it alone', () => {
  const { ana, ben, deliver } = two()
  expect([isOpen(ana), isOpen(ben)]).toEqual([false, false])
  const written = Y.encodeStateAsUpdate(ana.doc)
  setOpen(ana, true)
  deliver()
  expect([isOpen(ana), isOpen(ben)]).toEqual([true, false])
  expect(html(ana)).toContain('is-open')
  expect(html(ben)).not.toContain('is-open')
  expect(Y.encodeStateAsUpdate(ana.doc)).toEqual(written)
})

test('it stays open while others write before and in it', () => {
  const { ana, ben, deliver } = two()
  setOpen(ana, true)
  ben.caretIn('before', 6)
  pressKeys(ben.editor, 'Enter')
  typeText(ben.editor, 'more')
  deliver()
  ben.caretIn('one', 3)
  pressKeys(ben.editor, 'Enter')
  typeText(ben.editor, 'new')
  deliver()
  expect(isOpen(ana)).toBe(true)
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
})

test('whatever brings the caret into what is hidden opens it; closing takes the caret out', () => {
  const { ana } = two()
  ana.caretIn('two', 1)
  expect(isOpen(ana)).toBe(true)
  setOpen(ana, false)
  expect(isOpen(ana)).toBe(false)
  expect(ana.around).toBe('head|')
})

test('undo that brings hidden text back shows it', () => {
  const { ana } = two()
  ana.caretIn('two', 0, 3)
  ana.editor.commands.deleteSelection()
  ana.caretIn('before', 0)
  setOpen(ana, false)
  ana.editor.commands.undo()
  expect(ana.editor.state.doc.textContent).toContain('two')
  expect(isOpen(ana)).toBe(true)
})

test('Enter at the end of a closed toggle goes on below it, of an open one within it', () => {
  const { ana } = two()
  ana.caretIn('head', 4)
  pressKeys(ana.editor, 'Enter')
  typeText(ana.editor, 'below')
  expect(ana.editor.state.doc.children.map((node) => node.textContent)).toEqual([
    'before',
    'headonetwo',
    'below',
    'after',
  ])
  ana.caretIn('head', 4)
  pressKeys(ana.editor, 'Mod-Enter')
  expect(isOpen(ana)).toBe(true)
  pressKeys(ana.editor, 'Enter')
  typeText(ana.editor, 'first')
  expect(ana.editor.state.doc.child(1).textContent).toBe('headfirstonetwo')
})

test('leaving it by Enter in an empty last line leaves it open', () => {
  const { ana } = two()
  ana.caretIn('two', 3)
  pressKeys(ana.editor, 'Enter')
  pressKeys(ana.editor, 'Enter')
  typeText(ana.editor, 'outside')
  expect(ana.editor.state.doc.children.map((node) => node.textContent)).toEqual([
    'before',
    'headonetwo',
    'outside',
    'after',
  ])
  expect(isOpen(ana)).toBe(true)
})

test('everything in it deleted by two people at once leaves nothing that cannot be shown', () => {
  const { ana, ben, deliver } = two()
  const doc = ana.editor.state.doc
  const from = doc.child(0).nodeSize + 1
  const middle = from + doc.child(1).child(0).nodeSize
  ana.editor.view.dispatch(ana.editor.state.tr.delete(middle, from + doc.child(1).content.size))
  ben.editor.view.dispatch(ben.editor.state.tr.delete(from, middle))
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  expect(ana.editor.state.doc.children.map((node) => node.type.name)).toEqual(['paragraph', 'paragraph'])
})
