import type { Page } from '@playwright/test'
import type { Editor } from '@tiptap/core'

import { editorIn } from '#e2e/support/people'

type EditorElement = HTMLElement & { editor?: Editor }

/**
 * Puts the caret where `|` stands in a piece of the document's text, or selects what is between two `|`.
 * The text must be in one block and be there once.
 */
export async function placeCaret(page: Page, marked: string): Promise<void> {
  const [before = '', ...rest] = marked.split('|')
  const text = marked.replaceAll('|', '')
  const from = before.length
  const to = from + (rest.length > 1 ? (rest[0]?.length ?? 0) : 0)
  await editorIn(page).evaluate(
    (body: EditorElement, wanted) => {
      const { editor } = body
      if (!editor) throw new Error('there is no editor here')
      let start: number | undefined
      editor.state.doc.descendants((node, position) => {
        const at = node.isTextblock ? node.textContent.indexOf(wanted.text) : -1
        if (at >= 0) start ??= position + 1 + at
      })
      if (start === undefined) throw new Error(`the document has no ${JSON.stringify(wanted.text)}`)
      editor.view.focus()
      editor.commands.setTextSelection({ from: start + wanted.from, to: start + wanted.to })
    },
    { text, from, to },
  )
}

/** The text of the block the selection is in, with `|` at its ends (once for a caret). */
export function caretIn(page: Page): Promise<string> {
  return editorIn(page).evaluate((body: EditorElement) => {
    const selection = body.editor?.state.selection
    if (!selection) return ''
    const { $from, $to, empty } = selection
    const text = $from.parent.textContent
    const from = $from.parentOffset
    if (empty) return `${text.slice(0, from)}|${text.slice(from)}`
    return `${text.slice(0, from)}|${text.slice(from, $to.parentOffset)}|${text.slice($to.parentOffset)}`
  })
}

/** The blocks of the document as `type: text`, the innermost ones with text only. */
export function blocksOf(page: Page): Promise<string[]> {
  return editorIn(page).evaluate((body: EditorElement) => {
    const blocks: string[] = []
    body.editor?.state.doc.descendants((node, _position, parent) => {
      if (!node.isTextblock) return
      const level = typeof node.attrs.level === 'number' ? String(node.attrs.level) : ''
      const outer = parent && parent.type.name !== 'doc' ? `${parent.type.name}/` : ''
      blocks.push(`${outer}${node.type.name}${level}: ${node.textContent}`)
    })
    return blocks
  })
}
