import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'
import { goToHeading } from '#features/editor/outline/go-to-heading'
import { headingsOf, type OutlineHeading } from '#features/editor/outline/headings'

/** The tables of contents on the page; with none of them, headings are not looked for. */
export class ContentsLists {
  readonly #lists = new Set<ContentsList>()

  /** Call after each change of the document. */
  update(doc: Node): void {
    if (this.#lists.size === 0) return
    const headings = headingsOf(doc)
    for (const list of this.#lists) list.show(headings)
  }

  view(view: EditorView, words: NodeWords): NodeView {
    const list = new ContentsList(view, words)
    list.show(headingsOf(view.state.doc))
    this.#lists.add(list)
    return {
      dom: list.dom,
      destroy: () => this.#lists.delete(list),
      // Presses on the headings are the list's; elsewhere they select it as a whole.
      stopEvent: (event) => event.target instanceof HTMLButtonElement,
      ignoreMutation: () => true,
    }
  }
}

class ContentsList {
  readonly dom = document.createElement('nav')
  readonly #view: EditorView
  readonly #words: NodeWords
  #shown = ''
  #headings: readonly OutlineHeading[] = []

  constructor(view: EditorView, words: NodeWords) {
    this.#view = view
    this.#words = words
    this.dom.className = 'contents-list'
    this.dom.contentEditable = 'false'
    this.dom.setAttribute('aria-label', words('contents'))
    // The caret stays until it goes to the heading; and on phones the keyboard stays as it is.
    this.dom.addEventListener('mousedown', (event) => {
      if (event.target instanceof HTMLButtonElement) event.preventDefault()
    })
    this.dom.addEventListener('click', (event) => {
      const index = event.target instanceof HTMLElement ? event.target.dataset['index'] : undefined
      const heading = index === undefined ? undefined : this.#headings[Number(index)]
      if (heading) goToHeading(this.#view, heading.pos)
    })
  }

  show(headings: readonly OutlineHeading[]): void {
    this.#headings = headings
    const shown = headings.map(({ level, text }) => `${level} ${text}`).join('\n')
    if (shown === this.#shown && this.dom.hasChildNodes()) return
    this.#shown = shown
    this.dom.replaceChildren(headings.length > 0 ? this.#list(headings) : this.#empty())
  }

  #list(headings: readonly OutlineHeading[]): HTMLElement {
    const top = Math.min(...headings.map(({ level }) => level))
    const list = document.createElement('ul')
    list.append(
      ...headings.map(({ level, text }, index) => {
        const item = document.createElement('li')
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = text
        button.dataset['index'] = String(index)
        item.style.setProperty('--depth', String(level - top))
        item.append(button)
        return item
      }),
    )
    return list
  }

  #empty(): HTMLElement {
    const note = document.createElement('p')
    note.textContent = this.#words('emptyContents')
    return note
  }
}
