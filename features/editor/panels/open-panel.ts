import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

/** Panels of which one at most is open; each is fetched when it is opened first. */
export type PanelName = 'colors'

const key = new PluginKey<PanelName | null>('openPanel')

export function openPanelName(state: EditorState): PanelName | null {
  return key.getState(state) ?? null
}

/** Opens a panel in place of the one that is open. */
export function openPanel(editor: Editor, name: PanelName): boolean {
  editor.view.dispatch(editor.state.tr.setMeta(key, { name }))
  return true
}

/** Gives the text its focus back, with the selection it had. */
export function closePanel(editor: Editor): void {
  if (editor.isDestroyed) return
  editor.view.dispatch(editor.state.tr.setMeta(key, { name: null }))
  editor.commands.focus()
}

/** Knows which panel is open, so that a command can open one wherever it is run. */
export const OpenPanel = Extension.create({
  name: 'openPanel',

  addProseMirrorPlugins() {
    return [
      new Plugin<PanelName | null>({
        key,
        state: {
          init: () => null,
          apply: (tr, name) => {
            const change = tr.getMeta(key) as { name: PanelName | null } | undefined
            return change ? change.name : name
          },
        },
      }),
    ]
  },
})
