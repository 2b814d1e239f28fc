// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors } from '#features/editor/binding/editors-for-tests'
import {
  closeFind,
  OpenPanel,
  openFind,
  openPanel,
  openPanels,
  takeTyped,
} from '#features/editor/panels/open-panel'

function opened() {
  const network = testEditors(1, undefined, undefined, [OpenPanel.configure({ label: () => 'Opening…' })])
  onTestFinished(() => network.destroy())
  const editor = network.people[0]?.editor
  if (!editor) throw new Error('one editor was asked for')
  return editor
}

const waiting = () => document.querySelector('.waiting-field')
const field = () => document.activeElement as HTMLInputElement

function type(text: string) {
  expect(field().getAttribute('aria-label')).toBe('Opening…')
  field().value += text
  field().dispatchEvent(new InputEvent('input', { bubbles: true }))
}

function press(key: string) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  field().dispatchEvent(event)
  return event.defaultPrevented
}

test.each(['palette', 'emoji'] as const)(
  'what is typed before the %s is there goes to it, not to the text',
  (name) => {
    const editor = opened()
    openPanel(editor, name)
    type('bo')
    const heard: string[] = []
    takeTyped(editor, (text) => heard.push(text))
    type('ld')
    expect(heard).toEqual(['bo', 'bold'])
    expect(editor.getText()).toBe('')
    // The field of the panel takes the focus.
    const own = document.body.appendChild(document.createElement('input'))
    onTestFinished(() => own.remove())
    own.focus()
    expect(waiting()).toBeNull()
  },
)

test('so it does before the bar that finds, and not again while that is open', () => {
  const editor = opened()
  openFind(editor, 'find')
  type('x')
  const heard: string[] = []
  takeTyped(editor, (text) => heard.push(text))
  expect(heard).toEqual(['x'])
  field().blur()
  openFind(editor, 'replace')
  expect(waiting()).toBeNull()
  closeFind(editor)
})

test('Escape gives up what was asked for; Enter and Tab wait', () => {
  const editor = opened()
  openPanel(editor, 'palette')
  expect([press('Enter'), press('Tab'), press('a')]).toEqual([true, true, false])
  expect(openPanels(editor.state).panel).toBe('palette')
  expect(press('Escape')).toBe(true)
  expect(openPanels(editor.state).panel).toBeNull()
  expect(waiting()).toBeNull()
})

test('what has no field waits for none, and takes the place of one that does', () => {
  const editor = opened()
  openPanel(editor, 'palette')
  openPanel(editor, 'wordCount')
  expect(waiting()).toBeNull()
})

test('an editor that ends meanwhile leaves no field behind', () => {
  const editor = opened()
  openPanel(editor, 'palette')
  expect(waiting()).not.toBeNull()
  editor.destroy()
  expect(waiting()).toBeNull()
})
