import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

import { imagePlace } from '#features/editor/images/image-place'

/** The sentences of `editor.paste`, in the person's language. */
export type PasteWords = (key: 'left' | 'missing' | 'dismiss', values?: Record<string, number>) => string

/** How many images stayed on other sites, and how many could not be had at all; near which position. */
type Notice = { readonly left: number; readonly missing: number; readonly pos: number }

export const noticeKey = new PluginKey<Notice | null>('pasteNotice')

/** Says behind what was pasted what did not come with it, until it is dismissed or something else is pasted. */
export function pasteNotice(words: PasteWords): Plugin<Notice | null> {
  return new Plugin<Notice | null>({
    key: noticeKey,
    state: {
      init: () => null,
      apply(tr, notice) {
        const set = tr.getMeta(noticeKey) as Notice | 'dismissed' | undefined
        if (set) return set === 'dismissed' ? null : set
        return notice && { ...notice, pos: tr.mapping.map(notice.pos) }
      },
    },
    props: {
      decorations(state) {
        const notice = noticeKey.getState(state)
        if (!notice) return null
        const widget = Decoration.widget(
          imagePlace(state.doc, notice.pos),
          (view) => card(view, notice, words),
          {
            key: `paste-notice-${notice.left}-${notice.missing}`,
            side: 1,
            ignoreSelection: true,
            stopEvent: () => true,
          },
        )
        return DecorationSet.create(state.doc, [widget])
      },
    },
  })
}

function card(view: EditorView, { left, missing }: Notice, words: PasteWords): HTMLElement {
  const made = document.createElement('div')
  made.className = 'upload-card'
  made.contentEditable = 'false'
  made.setAttribute('role', 'status')
  const text = document.createElement('div')
  text.className = 'upload-card-text'
  if (left > 0) text.append(line(words('left', { count: left })))
  if (missing > 0) text.append(line(words('missing', { count: missing })))
  const dismiss = document.createElement('button')
  dismiss.type = 'button'
  dismiss.className = 'upload-card-button'
  dismiss.textContent = words('dismiss')
  dismiss.addEventListener('click', () => {
    view.dispatch(view.state.tr.setMeta(noticeKey, 'dismissed'))
    view.focus()
  })
  made.append(text, dismiss)
  return made
}

function line(sentence: string): HTMLElement {
  const made = document.createElement('div')
  made.className = 'upload-card-note'
  made.textContent = sentence
  return made
}
