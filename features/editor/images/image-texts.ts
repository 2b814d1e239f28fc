import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, NodeSelection, Plugin, PluginKey } from '@tiptap/pm/state'

const key = new PluginKey<boolean>('imageTexts')

/** Whether the words of the selected image are being written, rather than looked at. */
export function isDescribingImage(state: EditorState): boolean {
  return key.getState(state) === true
}

/** Opens the fields for the words of the selected image, or closes them. */
export function setDescribingImage(editor: Editor, describing: boolean): boolean {
  if (editor.isDestroyed || isDescribingImage(editor.state) === describing) return false
  editor.view.dispatch(editor.state.tr.setMeta(key, describing).setMeta('addToHistory', false))
  return true
}

/** Knows it for as long as that image stays selected, whatever others write around it. */
export const ImageTexts = Extension.create({
  name: 'imageTexts',

  addProseMirrorPlugins() {
    return [
      new Plugin<boolean>({
        key,
        state: {
          init: () => false,
          apply(tr, describing, before, { selection }) {
            const wanted = (tr.getMeta(key) as boolean | undefined) ?? describing
            const isSame = tr.mapping.map(before.selection.from) === selection.from
            return (
              wanted && isSame && selection instanceof NodeSelection && selection.node.type.name === 'image'
            )
          },
        },
      }),
    ]
  },
})
