import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'

import { linkAt } from '#features/editor/commands/selection-context'
import { isSafeHref } from '#schema/safe-addresses'

/** `card` shows where a link leads, `form` changes it. */
export type LinkEditorMode = 'closed' | 'card' | 'form'

const key = new PluginKey<LinkEditorMode>('linkEditor')

export function linkEditorMode(state: EditorState): LinkEditorMode {
  return key.getState(state) ?? 'closed'
}

export function setLinkEditorMode(editor: Editor, mode: LinkEditorMode): void {
  if (editor.isDestroyed || linkEditorMode(editor.state) === mode) return
  editor.view.dispatch(editor.state.tr.setMeta(key, mode).setMeta('addToHistory', false))
}

/** Asks for an address for the selection, or for the link the caret is in. */
export function openLinkEditor(editor: Editor): boolean {
  if (linkAt(editor.state) !== null) editor.commands.extendMarkRange('link')
  setLinkEditorMode(editor, 'form')
  return true
}

/** Opens in a tab that learns nothing of this one. */
function followLink(href: string): void {
  if (isSafeHref(href)) window.open(href, '_blank', 'noopener,noreferrer')
}

/** Knows whether the link popover is open: in the editor's state, so that it never outlives its link. */
export const LinkEditor = Extension.create({
  name: 'linkEditor',

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin<LinkEditorMode>({
        key,
        state: {
          init: () => 'closed',
          apply(tr, mode, _before, state) {
            const wanted = tr.getMeta(key) as LinkEditorMode | undefined
            if (wanted !== undefined) return wanted
            return mode === 'card' && linkAt(state) === null ? 'closed' : mode
          },
        },
        props: {
          handleClick(view, pos, event) {
            const anchor = event.target instanceof Element ? event.target.closest('a[href]') : null
            const href = anchor?.getAttribute('href')
            if (!isSafeHref(href) || event.button !== 0) return false
            if (!editor.isEditable || event.ctrlKey || event.metaKey) {
              event.preventDefault()
              followLink(href)
              return true
            }
            if (event.shiftKey) return false
            const { tr, doc } = view.state
            view.dispatch(tr.setSelection(TextSelection.create(doc, pos)).setMeta(key, 'card'))
            return true
          },
        },
      }),
    ]
  },
})
