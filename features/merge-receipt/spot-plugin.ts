import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

/** A block, and the place in it that it is about. */
type Outlined = { readonly from: number; readonly to: number; readonly at: number }
type Outline = { readonly set: DecorationSet; readonly at: number }

export const spotPluginKey = new PluginKey<Outline>('receiptSpot')

const none: Outline = { set: DecorationSet.empty, at: 0 }

/** Outlines one block of the text, which stays outlined while people write on. */
export function spotPlugin(): Plugin<Outline> {
  return new Plugin<Outline>({
    key: spotPluginKey,
    state: {
      init: () => none,
      apply: (tr, outline) => {
        const asked = tr.getMeta(spotPluginKey) as Outlined | null | undefined
        if (asked === undefined) return tr.docChanged ? moved(outline, tr) : outline
        return asked === null ? none : outlined(tr.doc, asked)
      },
    },
    props: { decorations: (state) => spotPluginKey.getState(state)?.set },
  })
}

function outlined(doc: Node, { from, to, at }: Outlined): Outline {
  return { set: DecorationSet.create(doc, [Decoration.node(from, to, { class: 'receipt-spot' })]), at }
}

/** Where somebody presses Enter within it, the outline stays with the half that it is about. */
function moved({ set, at }: Outline, { mapping, doc }: Transaction): Outline {
  const next = { set: set.map(mapping, doc), at: mapping.map(at) }
  const isLost = set.find().length > 0 && next.set.find().length === 0
  if (!isLost || mapping.mapResult(at).deleted) return next
  const $at = doc.resolve(next.at)
  return $at.parent.isTextblock ? outlined(doc, { from: $at.before(), to: $at.after(), at: next.at }) : next
}

export function outlineSpot({ state, dispatch }: EditorView, spot: Outlined | null): void {
  dispatch(state.tr.setMeta(spotPluginKey, spot))
}
