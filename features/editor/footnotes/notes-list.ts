import { DOMSerializer, type Fragment, type Node } from '@tiptap/pm/model'
import { type PluginView, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

import { type FootnotePlace, FootnotePlaces } from '#features/editor/footnotes/footnote-places'
import { Formulas } from '#features/editor/previews/formulas'

/** The sentences of `editor.footnotes`, in the person's language. */
export type NotesListWords = (key: string, values?: Record<string, string | number>) => string

type Range = { readonly from: number; readonly to: number }
type MarkedRange = Range & { readonly isCurrent: boolean }

type Entry = {
  node: Node
  marked: readonly MarkedRange[]
  readonly item: HTMLLIElement
  readonly text: HTMLElement
}

/**
 * The notes at the end of the document, numbered by their place: on the page below the text, on paper at the
 * end of it. It is made anew only where a note has changed, and not at all by what others type elsewhere.
 */
export class NotesList implements PluginView {
  readonly #dom = document.createElement('section')
  readonly #list = document.createElement('ol')
  readonly #view: EditorView
  readonly #words: NotesListWords
  readonly #open: (pos: number) => void
  readonly #places = new FootnotePlaces()
  readonly #formulas = new Formulas()
  #entries: Entry[] = []

  constructor(view: EditorView, words: NotesListWords, open: (pos: number) => void) {
    this.#view = view
    this.#words = words
    this.#open = open
    this.#dom.className = 'notes-list'
    this.#dom.setAttribute('role', 'doc-endnotes')
    this.#dom.setAttribute('aria-label', words('list'))
    this.#dom.append(this.#list)
    this.#show(view.state.doc)
    requestAnimationFrame(this.#attach)
  }

  update(view: EditorView, { doc }: { doc: Node }): void {
    if (doc !== view.state.doc && this.#places.mayDiffer(doc, view.state.doc)) this.#show(view.state.doc)
  }

  destroy(): void {
    this.#dom.parentElement?.classList.remove('has-notes')
    this.#dom.remove()
  }

  /** @param number of the note, from 1 on */
  focus(number: number): void {
    const text = this.#entries[number - 1]?.text
    text?.focus({ preventScroll: true })
    text?.scrollIntoView({ block: 'center' })
  }

  /**
   * Marks what was found in the notes, in place of what was marked before.
   * @param hits in the order of the document, by their places in it
   */
  showHits(hits: readonly Range[], current: number): void {
    let first = 0
    for (const [index, { node, pos }] of this.#places.all(this.#view.state.doc).entries()) {
      const entry = this.#entries[index]
      const [start, end] = [pos + 1, pos + 1 + node.content.size]
      while ((hits[first]?.to ?? Infinity) <= start) first += 1
      const marked: MarkedRange[] = []
      for (let at = first; (hits[at]?.from ?? Infinity) < end; at += 1) {
        const { from = 0, to = 0 } = hits[at] ?? {}
        const within = { from: Math.max(from, start) - start, to: Math.min(to, end) - start }
        marked.push({ ...within, isCurrent: at === current })
      }
      if (!entry || (marked.length === 0 && entry.marked.length === 0)) continue
      entry.marked = marked
      this.#draw(entry, node)
    }
  }

  /** Scrolls to what is marked as the current one, where it is in a note. */
  scrollToHit(): void {
    this.#list.querySelector('.find-current')?.scrollIntoView({ block: 'center' })
  }

  /** Behind the text on its sheet, once there are notes: before that it is nowhere. */
  readonly #attach = (): void => {
    const { parentElement } = this.#view.dom
    if (this.#view.isDestroyed || !parentElement) return
    const hasNotes = this.#entries.length > 0
    parentElement.classList.toggle('has-notes', hasNotes)
    if (!hasNotes) this.#dom.remove()
    else if (this.#dom.previousElementSibling !== this.#view.dom) this.#view.dom.after(this.#dom)
  }

  #show(doc: Node): void {
    const places = this.#places.all(doc)
    const before = this.#entries
    this.#entries = places.map(({ node }, index) => this.#entryFor(node, index, before))
    const items = this.#entries.map(({ item }) => item)
    if (
      items.length !== this.#list.childElementCount ||
      items.some((item, at) => item !== this.#list.children[at])
    )
      this.#list.replaceChildren(...items)
    this.#attach()
  }

  #entryFor(node: Node, index: number, before: readonly Entry[]): Entry {
    // By its place: one that is written stays the same element, so that what has the focus keeps it.
    const entry = before[index] ?? this.#newEntry(node, index)
    if (entry.node !== node || !entry.text.hasChildNodes()) this.#draw(entry, node)
    return entry
  }

  #newEntry(node: Node, index: number): Entry {
    const item = document.createElement('li')
    const text = document.createElement('div')
    text.className = 'note-text'
    text.tabIndex = 0
    text.setAttribute('role', 'doc-footnote')
    text.setAttribute('aria-label', this.#words('title', { number: index + 1 }))
    const back = document.createElement('button')
    back.type = 'button'
    back.className = 'note-back'
    back.textContent = '↩'
    back.setAttribute('aria-label', this.#words('back', { number: index + 1 }))
    back.title = this.#words('back', { number: index + 1 })
    back.addEventListener('click', () => this.#goBack(index))
    const openHere = (event: Event) => {
      if (event.target instanceof Element && event.target.closest('a[href]')) return
      const place = this.#placeOf(index)
      if (!place) return
      if (!this.#view.editable) this.#goBack(index)
      else {
        this.#scrollTo(place)
        this.#open(place.pos)
      }
    }
    text.addEventListener('click', openHere)
    text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') openHere(event)
    })
    item.append(text, back)
    return { node, marked: [], item, text }
  }

  #draw(entry: Entry, node: Node): void {
    entry.node = node
    entry.text.classList.toggle('is-empty', node.childCount === 0)
    if (node.childCount === 0) {
      entry.text.textContent = this.#words('empty')
      return
    }
    const serializer = DOMSerializer.fromSchema(node.type.schema)
    const drawn = (content: Fragment) => serializer.serializeFragment(content, { document })
    const parts: globalThis.Node[] = []
    let at = 0
    for (const { from, to, isCurrent } of entry.marked) {
      const hit = document.createElement('span')
      hit.className = isCurrent ? 'find-hit find-current' : 'find-hit'
      hit.append(drawn(node.content.cut(from, to)))
      parts.push(drawn(node.content.cut(at, from)), hit)
      at = to
    }
    entry.text.replaceChildren(...parts, drawn(node.content.cut(at)))
    for (const formula of entry.text.querySelectorAll<HTMLElement>('[data-formula]')) {
      const tex = formula.textContent ?? ''
      void this.#formulas.draw(formula, tex, false, () => formula.isConnected)
    }
  }

  #placeOf(index: number): FootnotePlace | undefined {
    return this.#places.all(this.#view.state.doc)[index]
  }

  #goBack(index: number): void {
    const place = this.#placeOf(index)
    if (!place) return
    const { tr, doc } = this.#view.state
    this.#view.dispatch(tr.setSelection(TextSelection.create(doc, place.pos + place.node.nodeSize)))
    this.#view.focus()
    this.#scrollTo(place)
  }

  #scrollTo({ pos }: FootnotePlace): void {
    const reference = this.#view.nodeDOM(pos)
    if (reference instanceof HTMLElement) reference.scrollIntoView({ block: 'center' })
  }
}
