// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { ScrollsFromElsewhere } from '#features/editor/bring-into-sight'
import { documentExtensions } from '#schema/document-extensions'

let editor: Editor
const scrollBy = vi.fn<(options: ScrollToOptions) => void>()
const lineHeight = 24

beforeEach(() => {
  vi.stubGlobal('scrollBy', scrollBy)
  const element = document.body.appendChild(document.createElement('div'))
  document.body.append(document.createElement('button'))
  editor = new Editor({
    element,
    extensions: [...documentExtensions(), ScrollsFromElsewhere],
    content: '<p>line</p>'.repeat(200),
    injectCSS: false,
    editorProps: { handleScrollToSelection: () => true },
  })
  // As it would be laid out: one line below the other, six positions each.
  vi.spyOn(editor.view, 'coordsAtPos').mockImplementation((pos) => {
    const top = Math.floor(pos / 6) * lineHeight
    return { top, bottom: top + lineHeight, left: 0, right: 0 }
  })
})
afterEach(() => {
  editor.destroy()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  scrollBy.mockClear()
})

const goTo = (pos: number) => editor.chain().setTextSelection(pos).scrollIntoView().run()

it('scrolls to a caret that was put far away while the focus is elsewhere', () => {
  document.querySelector('button')?.focus()
  goTo(1_000)
  expect(scrollBy.mock.calls).toEqual([[{ top: 166 * lineHeight - window.innerHeight / 2 }]])
})

it('stays where it is when the caret is in sight, or nobody asked for scrolling', () => {
  goTo(70)
  expect(scrollBy).not.toHaveBeenCalled()
  editor.commands.setTextSelection(1_000)
  expect(scrollBy).not.toHaveBeenCalled()
})

it('leaves it to ProseMirror where the selection of the page is in the text', () => {
  document.getSelection()?.setPosition(editor.view.dom.querySelector('p'), 0)
  goTo(1_000)
  expect(scrollBy).not.toHaveBeenCalled()
})
