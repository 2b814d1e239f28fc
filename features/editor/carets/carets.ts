import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'

import { isRemoteChange } from '#features/editor/binding/document-binding'
import { relativeSelection } from '#features/editor/binding/selections'
import { CaretLayer } from '#features/editor/carets/caret-layer'
import { otherCarets, type OtherCaret } from '#features/editor/carets/other-carets'

type CaretMap = ReadonlyMap<number, OtherCaret>

const key = new PluginKey<CaretMap>('carets')

/** The carets of the others, by client id, as they are shown. */
export function caretsIn(state: EditorState): CaretMap {
  return key.getState(state) ?? new Map()
}

/**
 * Shows where the others are, and tells them where this person is: field `cursor` of the awareness
 * state, as y-prosemirror writes it. Who somebody is comes with the session, in the field `user`.
 */
export const Carets = Extension.create<{ awareness: Awareness | null }>({
  name: 'carets',

  addOptions() {
    return { awareness: null }
  },

  addProseMirrorPlugins() {
    const { awareness } = this.options
    const { binding } = this.editor.storage.sharedBody
    if (!awareness || !binding) return []

    const tellOwn = (view: EditorView) => {
      const state = awareness.getLocalState()
      if (!state) return
      const { selection } = view.state
      const now = view.hasFocus() ? relativeSelection(selection, binding.body, binding.cache) : null
      // Told only what changed: each telling goes to everybody.
      if (JSON.stringify(state['cursor'] ?? null) === JSON.stringify(now)) return
      awareness.setLocalStateField('cursor', now)
    }

    return [
      new Plugin<CaretMap>({
        key,
        state: {
          init: () => otherCarets(awareness, binding),
          apply: (transaction, carets) => {
            if (transaction.getMeta(key) || isRemoteChange(transaction))
              return otherCarets(awareness, binding)
            return transaction.docChanged ? mapped(carets, (at) => transaction.mapping.map(at, -1)) : carets
          },
        },
        view: (view) => {
          const layer = new CaretLayer(view)
          let refresh = 0
          const changed = () => {
            // One look at everybody for all that a moment brings.
            cancelAnimationFrame(refresh)
            refresh = requestAnimationFrame(() => {
              if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true))
            })
          }
          const focusMoved = () => setTimeout(() => !view.isDestroyed && tellOwn(view))
          awareness.on('change', changed)
          view.dom.addEventListener('focus', focusMoved)
          view.dom.addEventListener('blur', focusMoved)
          layer.show(key.getState(view.state) ?? new Map())
          return {
            update: (updated, previous) => {
              const carets = key.getState(updated.state) ?? new Map()
              if (carets !== key.getState(previous) || updated.state.doc !== previous.doc) layer.show(carets)
              if (!updated.state.selection.eq(previous.selection) || updated.state.doc !== previous.doc) {
                tellOwn(updated)
              }
            },
            destroy: () => {
              cancelAnimationFrame(refresh)
              awareness.off('change', changed)
              view.dom.removeEventListener('focus', focusMoved)
              view.dom.removeEventListener('blur', focusMoved)
              layer.destroy()
            },
          }
        },
      }),
    ]
  },

  onDestroy() {
    const { awareness } = this.options
    if (awareness?.getLocalState()) awareness.setLocalStateField('cursor', null)
  },
})

function mapped(carets: CaretMap, map: (position: number) => number): CaretMap {
  return new Map(
    [...carets].map(([clientId, caret]) => [
      clientId,
      { ...caret, anchor: map(caret.anchor), head: map(caret.head) },
    ]),
  )
}
