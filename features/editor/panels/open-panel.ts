import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

import { WaitingField } from '#ui/waiting-field'

/** Panels of which one at most is open, and which close when they are done. */
export type PanelName =
  | 'announcements'
  | 'colors'
  | 'emoji'
  | 'pageSetup'
  | 'palette'
  | 'shortcuts'
  | 'wordCount'

export type FindMode = 'find' | 'replace'

/** What is open beside the text; each is fetched when it is opened first. */
export type OpenPanels = {
  readonly panel: PanelName | null
  /** Counts how often it was asked for: asking again gives its field the focus again. */
  readonly find: { readonly mode: FindMode; readonly asked: number } | null
  readonly outline: boolean
  readonly focusMode: boolean
}

type OpenPanelOptions = {
  /** What those hear who begin to type before the panel is there. */
  label: () => string
}

type OpenPanelStorage = { waiting: WaitingField | null; readonly label: () => string }

declare module '@tiptap/core' {
  interface Storage {
    openPanel?: OpenPanelStorage
  }
}

/** Those that begin with a field. */
const withField: ReadonlySet<PanelName> = new Set(['emoji', 'palette'])
const nothingOpen: OpenPanels = { panel: null, find: null, outline: false, focusMode: false }
const key = new PluginKey<OpenPanels>('openPanel')

export function openPanels(state: EditorState): OpenPanels {
  return key.getState(state) ?? nothingOpen
}

/** Opens a panel in place of the one that is open. */
export function openPanel(editor: Editor, name: PanelName): boolean {
  const isThere = openPanels(editor.state).panel === name
  change(editor, { panel: name })
  if (withField.has(name) && !isThere) waitFor(editor, () => closePanel(editor))
  return true
}

/** Leaves the focus to whoever closes it. */
export function dismissPanel(editor: Editor): void {
  if (!editor.isDestroyed) change(editor, { panel: null })
}

/** Gives the text its focus back, with the selection it had. */
export function closePanel(editor: Editor): void {
  if (editor.isDestroyed) return
  change(editor, { panel: null })
  editor.commands.focus()
}

export function openFind(editor: Editor, mode: FindMode): boolean {
  const { find } = openPanels(editor.state)
  change(editor, { find: { mode, asked: (find?.asked ?? 0) + 1 } })
  if (!find) waitFor(editor, () => closeFind(editor))
  return true
}

export function closeFind(editor: Editor): void {
  if (editor.isDestroyed) return
  change(editor, { find: null })
  editor.commands.focus()
}

export function setOutlineOpen(editor: Editor, outline: boolean): boolean {
  return change(editor, { outline })
}

export function setFocusMode(editor: Editor, focusMode: boolean): boolean {
  return !editor.isDestroyed && change(editor, { focusMode })
}

/**
 * For the field of a panel that has just been asked for: calls `receive` with what was typed meanwhile, and
 * with all of it again for each further letter, until that field has the focus.
 */
export function takeTyped(editor: Editor, receive: (text: string) => void): void {
  editor.storage.openPanel?.waiting?.handTo(receive)
}

function waitFor(editor: Editor, onEscape: () => void): void {
  const storage = editor.storage.openPanel
  if (storage) storage.waiting = new WaitingField(storage.label(), onEscape)
}

function change(editor: Editor, changed: Partial<OpenPanels>): boolean {
  editor.storage.openPanel?.waiting?.end()
  editor.view.dispatch(editor.state.tr.setMeta(key, changed).setMeta('addToHistory', false))
  return true
}

/** Knows which panels are open, so that a command can open one wherever it is run. */
export const OpenPanel = Extension.create<OpenPanelOptions, OpenPanelStorage>({
  name: 'openPanel',
  // Before the editor's own Escape, which selects what is around the caret; after the menus'.
  priority: 1050,

  addOptions() {
    return { label: () => '' }
  },

  addStorage() {
    return { waiting: null, label: this.options.label }
  },

  onDestroy() {
    this.storage.waiting?.end()
  },

  addKeyboardShortcuts() {
    const { editor } = this
    return { Escape: () => openPanels(editor.state).focusMode && setFocusMode(editor, false) }
  },

  addProseMirrorPlugins() {
    return [
      new Plugin<OpenPanels>({
        key,
        state: {
          init: () => nothingOpen,
          apply: (tr, open) => {
            const changed = tr.getMeta(key) as Partial<OpenPanels> | undefined
            return changed ? { ...open, ...changed } : open
          },
        },
      }),
    ]
  },
})
