import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'

/** Where a menu that was typed open stands: at its sign, with what was typed after it. */
export type TypedQuery = { readonly from: number; readonly to: number; readonly text: string }

/** Takes a key that was pressed while the menu is open; true if it was the menu's. */
type OnKey = (event: KeyboardEvent) => boolean

/** Element ids of the list and of its chosen option, for those who hear the menu. */
type Announced = { readonly listboxId: string; readonly optionId: string }

type QueryState = { readonly from: number; readonly announced: Announced | null } | null

type Change = 'close' | { readonly open: number } | { readonly announce: Announced }

type Storage = { onKey: OnKey | null }

type TypedQueryOptions = {
  /** Of the extension. */
  readonly name: string
  /** One character; typed in an empty line or after a space it opens the menu. */
  readonly sign: string
  /** Whether what was typed after the sign can still be meant for the menu; else it closes. */
  readonly accepts: (text: string) => boolean
}

/** A menu that is typed open, as `typedQuery` makes it. */
export type TypedMenu = {
  readonly extension: Extension
  /** What was typed after the sign, as long as the caret stays in it. */
  readonly query: (state: EditorState) => TypedQuery | null
  readonly close: (editor: Editor) => void
  /** Lets the element of the text name the chosen option, since the focus stays in the text. */
  readonly announce: (editor: Editor, announced: Announced) => void
  /** Gives the menu the keys pressed in the text while it is open, until the returned function is called. */
  readonly takeKeys: (editor: Editor, onKey: OnKey) => () => void
}

const maxQueryLength = 40

/**
 * A menu that opens when this person types its sign. A sign that is pasted, or typed by somebody else, is
 * just that; what others write meanwhile moves the menu but never closes it.
 */
export function typedQuery({ name, sign, accepts }: TypedQueryOptions): TypedMenu {
  const key = new PluginKey<QueryState>(name)

  const query = (state: EditorState): TypedQuery | null => {
    const open = key.getState(state)
    return open ? queryAt(state, open.from) : null
  }

  const change = (editor: Editor, change: Change) => {
    if (query(editor.state)) editor.view.dispatch(editor.state.tr.setMeta(key, change))
  }

  const extension = Extension.create<Record<string, never>, Storage>({
    name,
    priority: 1200,

    addStorage() {
      return { onKey: null }
    },

    addProseMirrorPlugins() {
      const { storage } = this
      return [
        new Plugin<QueryState>({
          key,
          state: { init: () => null, apply: (tr, open, _before, state) => applied(tr, open, state) },
          props: {
            handleTextInput(view, from, to, text) {
              if (text !== sign || !mayOpen(view.state, from, to)) return false
              view.dispatch(
                view.state.tr.insertText(sign, from, to).setMeta(key, { open: from } satisfies Change),
              )
              return true
            },
            handleKeyDown(view, event) {
              return !event.isComposing && query(view.state) !== null && (storage.onKey?.(event) ?? false)
            },
            attributes(state): Record<string, string> {
              const announced = key.getState(state)?.announced
              if (!announced) return {}
              const { listboxId, optionId } = announced
              return { 'aria-controls': listboxId, 'aria-activedescendant': optionId }
            },
          },
        }),
      ]
    },
  })

  function applied(tr: Transaction, before: QueryState, state: EditorState): QueryState {
    const change = tr.getMeta(key) as Change | undefined
    if (change === 'close') return null
    if (change && 'open' in change) return { from: change.open, announced: null }
    if (!before) return null
    const { pos, deletedAfter } = tr.mapping.mapResult(before.from, 1)
    if (deletedAfter || !queryAt(state, pos)) return null
    return { from: pos, announced: change ? change.announce : before.announced }
  }

  function queryAt({ doc, selection }: EditorState, from: number): TypedQuery | null {
    const { $head, empty } = selection
    if (!empty || from >= $head.pos || from < $head.start()) return null
    const [first = '', ...rest] = doc.textBetween(from, $head.pos, '\n', '\n')
    const text = rest.join('')
    const fits = text.length <= maxQueryLength && !text.includes('\n') && accepts(text)
    return first === sign && fits ? { from, to: $head.pos, text } : null
  }

  return {
    extension,
    query,
    close: (editor: Editor) => change(editor, 'close'),
    announce: (editor: Editor, announce: Announced) => change(editor, { announce }),
    takeKeys(editor: Editor, onKey: OnKey): () => void {
      const storage = (editor.storage as unknown as Record<string, Storage>)[name]
      if (storage) storage.onKey = onKey
      return () => {
        if (storage?.onKey === onKey) storage.onKey = null
      }
    },
  }
}

function mayOpen({ doc, schema }: EditorState, from: number, to: number): boolean {
  const $from = doc.resolve(from)
  if (from !== to && !$from.sameParent(doc.resolve(to))) return false
  if (!$from.parent.isTextblock || $from.parent.type.spec.code) return false
  if ($from.marks().some(({ type }) => type === schema.marks['code'])) return false
  const before = $from.parent.textBetween(0, $from.parentOffset, '', '\n')
  return before === '' || /\s$/.test(before)
}
