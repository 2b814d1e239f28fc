import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

type Outlined = { readonly from: number; readonly to: number }

export const spotPluginKey = new PluginKey<DecorationSet>('receiptSpot')

/** Outlines one block of the text, which stays outlined while people write on. */
export function spotPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: spotPluginKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set) => {
        const asked = tr.getMeta(spotPluginKey) as Outlined | null | undefined
        if (asked === undefined) return set.map(tr.mapping, tr.doc)
        if (asked === null) return DecorationSet.empty
        const { from, to } = asked
        return DecorationSet.create(tr.doc, [Decoration.node(from, to, { class: 'receipt-spot' })])
      },
    },
    props: { decorations: (state) => spotPluginKey.getState(state) },
  })
}

export function outlineSpot({ state, dispatch }: EditorView, spot: Outlined | null): void {
  dispatch(state.tr.setMeta(spotPluginKey, spot))
}
