import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'

/** Where a slash menu stands: at the `/`, with what was typed after it. */
export type SlashQuery = { readonly from: number; readonly to: number; readonly text: string }

/** Takes a key that was pressed while the menu is open; true if it was the menu's. */
type OnKey = (event: KeyboardEvent) => boolean

/** Element ids of the list and of its chosen option, for those who hear the menu. */
type Announced = { readonly listboxId: string; readonly optionId: string }

type SlashState = { readonly from: number; readonly announced: Announced | null } | null

export type SlashTriggerStorage = { onKey: OnKey | null }

declare module '@tiptap/core' {
  interface Storage {
    slashTrigger: SlashTriggerStorage
  }
}

type Change = 'close' | { readonly open: number } | { readonly announce: Announced }

const key = new PluginKey<SlashState>('slashTrigger')
const maxQueryLength = 40

/** What was typed after a `/` that opened the menu, as long as the caret stays in it. */
export function slashQuery(state: EditorState): SlashQuery | null {
  const open = key.getState(state)
  return open ? queryAt(state, open.from) : null
}

export function closeSlashMenu(editor: Editor): void {
  if (slashQuery(editor.state)) editor.view.dispatch(editor.state.tr.setMeta(key, 'close' satisfies Change))
}

/** Lets the element of the text name the chosen option, since the focus stays in the text. */
export function announceSlashOption(editor: Editor, announce: Announced): void {
  if (!slashQuery(editor.state)) return
  editor.view.dispatch(editor.state.tr.setMeta(key, { announce } satisfies Change))
}

/** Gives the menu the keys pressed in the text while it is open, until the returned function is called. */
export function takeSlashKeys(editor: Editor, onKey: OnKey): () => void {
  const storage = editor.storage.slashTrigger
  storage.onKey = onKey
  return () => {
    if (storage.onKey === onKey) storage.onKey = null
  }
}

/**
 * Opens the menu when this person types `/` in an empty line or after a space. A slash that is pasted, or
 * typed by somebody else, is just a slash; what others write meanwhile moves the menu but never closes it.
 */
export const SlashTrigger = Extension.create<Record<string, never>, SlashTriggerStorage>({
  name: 'slashTrigger',
  priority: 1200,

  addStorage() {
    return { onKey: null }
  },

  addProseMirrorPlugins() {
    const { storage } = this
    return [
      new Plugin<SlashState>({
        key,
        state: { init: () => null, apply: (tr, open, _before, state) => applied(tr, open, state) },
        props: {
          handleTextInput(view, from, to, text) {
            if (text !== '/' || !mayOpen(view.state, from, to)) return false
            view.dispatch(
              view.state.tr.insertText('/', from, to).setMeta(key, { open: from } satisfies Change),
            )
            return true
          },
          handleKeyDown(view, event) {
            return !event.isComposing && slashQuery(view.state) !== null && (storage.onKey?.(event) ?? false)
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

function mayOpen({ doc, schema }: EditorState, from: number, to: number): boolean {
  const $from = doc.resolve(from)
  if (from !== to && !$from.sameParent(doc.resolve(to))) return false
  if (!$from.parent.isTextblock || $from.parent.type.spec.code) return false
  if ($from.marks().some(({ type }) => type === schema.marks['code'])) return false
  const before = $from.parent.textBetween(0, $from.parentOffset, '', '\n')
  return before === '' || /\s$/.test(before)
}

function applied(tr: Transaction, before: SlashState, state: EditorState): SlashState {
  const change = tr.getMeta(key) as Change | undefined
  if (change === 'close') return null
  if (change && 'open' in change) return { from: change.open, announced: null }
  if (!before) return null
  const { pos, deletedAfter } = tr.mapping.mapResult(before.from, 1)
  if (deletedAfter || !queryAt(state, pos)) return null
  return { from: pos, announced: change ? change.announce : before.announced }
}

function queryAt({ doc, selection }: EditorState, from: number): SlashQuery | null {
  const { $head, empty } = selection
  if (!empty || from >= $head.pos || from < $head.start()) return null
  const [slash = '', ...rest] = doc.textBetween(from, $head.pos, '\n', '\n')
  const text = rest.join('')
  return slash === '/' && text.length <= maxQueryLength && !text.includes('\n')
    ? { from, to: $head.pos, text }
    : null
}
