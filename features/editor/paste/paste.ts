import { type Editor, Extension } from '@tiptap/core'
import { type Node, Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'

import { addImagesAt } from '#features/editor/images/image-uploads'
import { keepFirstLayout } from '#features/editor/paste/first-layout'
import { looksLikeMarkdown } from '#features/editor/paste/looks-like-markdown'
import { noticeKey, pasteNotice, type PasteWords } from '#features/editor/paste/paste-notice'
import { rtfImages } from '#features/editor/paste/rtf-images'
import { cleanHtml } from '#formats/html/clean/clean-html'
import { type ImageReading, readImages } from '#formats/html/clean/images'
import { isPendingSource, type PendingImage, PendingImages } from '#formats/pending-images'
import { hasEdges } from '#schema/inline-objects'

type PasteOptions = { words: PasteWords }

/** What came with the content that is being pasted at this moment. */
type Arrival = { readonly images: PendingImages; left: number; missing: number }

type ArrivedImage = PendingImage & { readonly caption: string; readonly pos: number }

type Range = { readonly from: number; readonly to: number }

const key = new PluginKey<Range | null>('cleanPaste')

/**
 * What is pasted, or dropped from another page, comes in clean: structure without fonts, images kept by the
 * server, Markdown as what it means. The rest of what may come in is for the schema to say.
 */
export const Paste = Extension.create<PasteOptions>({
  // TipTap has a `paste` of its own.
  name: 'cleanPaste',

  addOptions() {
    return { words: (name) => name }
  },

  addProseMirrorPlugins() {
    const { editor, options } = this
    return [pastePlugin(editor), pasteNotice(options.words)]
  },
})

function pastePlugin(editor: Editor): Plugin<Range | null> {
  let arrival: Arrival | null = null
  let arrived: ArrivedImage[] = []
  let clipboard: DataTransfer | null = null

  /** For as long as one event is handled: the next change of the document is what it pasted. */
  const begin = (): Arrival => {
    const begun: Arrival = { images: new PendingImages(), left: 0, missing: 0 }
    arrival = begun
    queueMicrotask(() => {
      if (arrival === begun) arrival = null
    })
    return begun
  }
  const readingFor = (begun: Arrival): ImageReading => ({
    origin: window.location.origin,
    keep: begun.images.keep,
    leftAsLink: () => (begun.left += 1),
    missing: () => (begun.missing += 1),
    beside: rtfImages(clipboard?.getData('text/rtf') ?? ''),
  })

  return new Plugin<Range | null>({
    key,
    state: {
      init: () => null,
      apply(tr, range) {
        const set = tr.getMeta(key) as Range | 'over' | undefined
        if (set) return set === 'over' ? null : set
        return range && { from: tr.mapping.map(range.from, -1), to: tr.mapping.map(range.to, 1) }
      },
    },
    appendTransaction(transactions, _before, state) {
      if (!arrival || !transactions.some(({ docChanged }) => docChanged)) return null
      const { images, left, missing } = arrival
      arrival = null
      const { tr } = state
      arrived = takeImages(tr, images)
      if (left + missing > 0) tr.setMeta(noticeKey, { left, missing, pos: tr.selection.to })
      return tr.docChanged || left + missing > 0 ? tr : null
    },
    props: {
      handleDOMEvents: {
        paste: (_view, event) => {
          clipboard = event.clipboardData
          return false
        },
        drop: () => {
          clipboard = null
          return false
        },
      },
      transformPastedHTML: (html) => {
        const page = new DOMParser().parseFromString(withTable(html), 'text/html')
        const reading = readingFor(begin())
        // What was copied from an editor like this one is as its writer wanted it.
        if (page.querySelector('[data-pm-slice]')) readImages(page.body, reading)
        else cleanHtml(page, reading)
        return page.body.innerHTML
      },
      // Not of what is dropped, which does not come where the caret is.
      transformPasted: (slice, { state }) => (clipboard ? keepFirstLayout(slice, state) : slice),
      handlePaste(view, event, slice) {
        if (holdsNotes(slice)) {
          // TipTap's rules for what is pasted count letters, and would change others than they found.
          view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true))
          return true
        }
        const text = event.clipboardData?.getData('text/plain') ?? ''
        if (!editor.isEditable || !isTextAlone(event.clipboardData)) return false
        if (view.state.selection.$from.parent.type.spec.code === true || !looksLikeMarkdown(text))
          return false
        void pasteMarkdown(editor, text, slice, begin, readingFor)
        return true
      },
    },
    view: () => ({
      update() {
        if (arrived.length === 0) return
        const found = arrived
        arrived = []
        // After the update: a change within one would be drawn before it.
        queueMicrotask(() => {
          if (!editor.isDestroyed) addImagesAt(editor, found)
        })
      },
    }),
  })
}

function holdsNotes({ content }: Slice): boolean {
  let holds = false
  content.descendants(({ type }) => {
    holds ||= hasEdges(type)
    return !holds
  })
  return holds
}

/** Cells and rows by themselves are nothing to a parser of pages. */
function withTable(html: string): string {
  const bare = html.replace(/^(?:\s*<meta [^>]*>)*\s*/, '')
  return /^<(?:tr|td|th|tbody|thead|tfoot|col|colgroup)\b/i.test(bare) ? `<table>${bare}</table>` : html
}

/** Code editors put their colours on the clipboard too; what counts is the text they are made from. */
function isTextAlone(data: DataTransfer | null): boolean {
  const types = [...(data?.types ?? [])]
  return (
    types.includes('text/plain') && (!types.includes('text/html') || types.includes('vscode-editor-data'))
  )
}

/** What reads Markdown is loaded when it is first wanted; text that comes in late comes in where it was pasted. */
async function pasteMarkdown(
  editor: Editor,
  text: string,
  plain: Slice,
  begin: () => Arrival,
  readingFor: (begun: Arrival) => ImageReading,
): Promise<void> {
  const { from, to } = editor.state.selection
  editor.view.dispatch(editor.state.tr.setMeta(key, { from, to } satisfies Range))
  const loaded = await import('#features/editor/paste/read-pasted-markdown').catch((error: unknown) => {
    console.warn('What reads Markdown was not reached; it is pasted as text', error)
    return null
  })
  if (editor.isDestroyed) return
  const { state } = editor
  const range = key.getState(state) ?? state.selection
  const begun = begin()
  const slice = loaded?.readPastedMarkdown(text, state.schema, readingFor(begun)) ?? plain
  const tr = state.tr.replaceRange(range.from, range.to, slice)
  if (!holdsNotes(slice)) tr.setMeta('uiEvent', 'paste')
  editor.view.dispatch(tr.setMeta(key, 'over').setMeta('paste', true).scrollIntoView())
}

/** Takes images that are on their way out of the text, and tells where they stood. */
function takeImages(tr: Transaction, images: PendingImages): ArrivedImage[] {
  const found: { node: Node; pos: number }[] = []
  tr.doc.descendants((node, pos) => {
    if (node.type.name === 'image' && isPendingSource(node.attrs['src'])) found.push({ node, pos })
  })
  const start = tr.mapping.maps.length
  for (const { pos } of found.toReversed()) {
    const $pos = tr.doc.resolve(pos)
    const isAlone = !$pos.parent.canReplace($pos.index(), $pos.index() + 1)
    // A cell or a quote wants at least a line.
    const line = isAlone ? $pos.parent.type.schema.nodes['paragraph']?.create() : undefined
    if (line) tr.replaceWith(pos, pos + 1, line)
    else tr.delete(pos, pos + 1)
  }
  const mapping = tr.mapping.slice(start)
  return found.flatMap(({ node, pos }) => {
    const image = images.get(node.attrs['src'])
    return image ? [{ ...image, caption: String(node.attrs['caption']), pos: mapping.map(pos, -1) }] : []
  })
}
