// @vitest-environment jsdom
import { expect, it, vi } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { CodeColors } from '#features/editor/node-views/code-colors'

it('colours code wherever it is, and where it has come to be when somebody writes above it', async () => {
  const editors = testEditors(
    1,
    (body) => {
      const quote = new Y.XmlElement('blockquote')
      quote.insert(0, [textBlock('codeBlock', 'const a = 1', { language: 'javascript' })])
      const code = textBlock('codeBlock', 'let b = 2', { language: 'javascript' })
      body.insert(0, [textBlock('paragraph', 'Above'), quote, code])
    },
    undefined,
    [CodeColors],
  )
  const [person] = editors.people
  const keywords = () =>
    [...(person?.editor.view.dom.querySelectorAll('.hljs-keyword') ?? [])].map((part) => part.textContent)
  await vi.waitFor(() => expect(keywords()).toEqual(['const', 'let']), { timeout: 10_000 })
  person?.editor.commands.insertContentAt(1, 'Far ')
  expect(keywords()).toEqual(['const', 'let'])
  person?.caretIn('let b = 2', 0)
  person?.editor.commands.insertContent('// ')
  expect(keywords()).toEqual(['const'])
  editors.destroy()
})
