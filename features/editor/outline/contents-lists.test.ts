// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { tableOfContents } from '#features/editor/commands/insert-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { NodeViews } from '#features/editor/node-views/node-views'

// Nothing is laid out here, so nothing scrolls.
HTMLElement.prototype.scrollIntoView = () => {}

test('what one writes into a heading is in the other’s table of contents, and a press goes there', () => {
  const network = testEditors(
    2,
    (body) => {
      body.insert(0, [
        textBlock('paragraph', 'start'),
        textBlock('heading', 'One', { level: 1 }),
        textBlock('heading', 'Two', { level: 2 }),
      ])
    },
    undefined,
    [NodeViews],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.caretIn('start', 5)
  runCommand(ana.editor, tableOfContents)
  network.deliver()
  const entries = () => [...ben.editor.view.dom.querySelectorAll<HTMLElement>('nav button')]
  expect(entries().map(({ textContent }) => textContent)).toEqual(['One', 'Two'])

  ana.caretIn('Two', 3)
  typeText(ana.editor, ' more')
  network.deliver()
  expect(entries().map(({ textContent }) => textContent)).toEqual(['One', 'Two more'])
  entries()[1]?.click()
  expect(ben.around).toBe('Two more|')
})
