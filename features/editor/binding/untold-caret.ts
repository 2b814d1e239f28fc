import { type Selection, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

type DomPlace = Readonly<
  Pick<globalThis.Selection, 'anchorNode' | 'anchorOffset' | 'focusNode' | 'focusOffset'>
>

/**
 * Knows where the browser has put the caret by itself, as at End, an arrow or a press, while the editor has not
 * heard of it: the browser tells in a task of its own. A change that is drawn before that writes the caret back
 * to where the editor believes it is, and the key is lost.
 */
export class UntoldCaret {
  /** Where the browser had the caret before it may have moved it; null where there is nothing to hear. */
  #before: DomPlace | null = null
  #byKey = false

  /** To be called with each key and press in the text, before the browser acts on it. */
  mayMove(view: EditorView, by: 'key' | 'press'): void {
    this.#before ??= domPlace(view)
    this.#byKey = by === 'key'
  }

  /** To be called when the browser tells, which the library hears too. */
  told(): void {
    this.#before = null
  }

  /** To be called after the editor has put the caret somewhere: that is no move of the browser's. */
  placed(view: EditorView): void {
    if (this.#before) this.#before = domPlace(view)
  }

  /** The selection as the browser has it, in the document that the view shows; null if that is no news. */
  read(view: EditorView): { readonly selection: Selection; readonly byKey: boolean } | null {
    if (!this.#before || view.composing || !view.hasFocus()) return null
    const now = domPlace(view)
    if (!now || isSame(now, this.#before)) return null
    const { anchorNode, anchorOffset, focusNode, focusOffset } = now
    if (!isInText(view, anchorNode) || !isInText(view, focusNode)) return null
    const { doc, selection: known } = view.state
    // Of a selected picture or cells the browser shows something else than what is selected.
    if (!(known instanceof TextSelection)) return null
    const $anchor = doc.resolve(view.posAtDOM(anchorNode, anchorOffset, 1))
    const $head = doc.resolve(view.posAtDOM(focusNode, focusOffset, 1))
    const selection =
      view.someProp('createSelectionBetween', (between) => between(view, $anchor, $head)) ??
      TextSelection.between($anchor, $head, $head.pos > known.head ? 1 : -1)
    return selection.eq(known) ? null : { selection, byKey: this.#byKey }
  }
}

function domPlace({ dom }: EditorView): DomPlace | null {
  const selection = dom.ownerDocument.getSelection()
  if (!selection) return null
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection
  return { anchorNode, anchorOffset, focusNode, focusOffset }
}

function isSame(a: DomPlace, b: DomPlace): boolean {
  return (
    a.anchorNode === b.anchorNode &&
    a.anchorOffset === b.anchorOffset &&
    a.focusNode === b.focusNode &&
    a.focusOffset === b.focusOffset
  )
}

/** Not in what stands in the text and is not written in, as a picture. */
function isInText({ dom }: EditorView, node: Node | null): node is Node {
  if (!node || !dom.contains(node)) return false
  const element = node instanceof HTMLElement ? node : node.parentElement
  return element?.closest('[contenteditable]')?.getAttribute('contenteditable') === 'true'
}
