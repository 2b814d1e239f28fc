import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

/** A block of the text that is given its height, instead of having it by what is in it. */
export type HeldHeight = {
  /** Before the block. */
  readonly pos: number
  /** In pixels, with what surrounds its text. */
  readonly height: number
}

const key = new PluginKey<HeldHeight | null>('heldHeight')

/** The block whose height is held, where there is one. */
export function heldHeight(state: EditorState): HeldHeight | null {
  return key.getState(state) ?? null
}

/** Holds the height of another block, or of none. */
export function holdHeight(tr: Transaction, held: HeldHeight | null): Transaction {
  return tr.setMeta(key, held).setMeta('addToHistory', false)
}

/** Whether what is in a block can get another height by its text alone: nothing in it is loaded or drawn later. */
export function isPlainText(block: Node): boolean {
  if (block.type.name !== 'paragraph' && block.type.name !== 'heading') return false
  let isPlain = true
  block.forEach((child) => (isPlain &&= child.isText || child.type.name === 'hardBreak'))
  return isPlain
}

/** Keeps which block it is through what is written, and draws it so (`long-text.css`). */
export const heldHeightPlugin = (): Plugin =>
  new Plugin<HeldHeight | null>({
    key,
    state: {
      init: () => null,
      apply(tr, held) {
        const wanted = tr.getMeta(key) as HeldHeight | null | undefined
        if (wanted !== undefined) return wanted
        if (!held || !tr.docChanged) return held
        const { pos, deleted } = tr.mapping.mapResult(held.pos)
        if (deleted || tr.doc.resolve(pos).depth > 0) return null
        const block = tr.doc.nodeAt(pos)
        return block && isPlainText(block) ? { ...held, pos } : null
      },
    },
    props: {
      decorations(state) {
        const held = heldHeight(state)
        const block = held && state.doc.nodeAt(held.pos)
        if (!block) return null
        const style = `--held-height: ${held.height}px`
        return DecorationSet.create(state.doc, [
          Decoration.node(held.pos, held.pos + block.nodeSize, { class: 'is-held', style }),
        ])
      },
    },
  })
