import * as Y from 'yjs'

import type { Patch } from '#collab-server/testing/recorded-trace'
import { documentField } from '#schema/document-fields'

type Line = { readonly element: Y.XmlElement; readonly text: Y.XmlText; length: number }

/** Writes edits of a plain text as an editor would: each line a paragraph. */
export class TraceAsParagraphs {
  readonly doc = new Y.Doc()
  readonly #body = this.doc.getXmlFragment(documentField.body)
  readonly #lines: Line[] = []

  constructor(clientId: number) {
    this.doc.clientID = clientId
    this.doc.transact(() => this.#addLine(0, ''))
  }

  apply(patches: readonly Patch[]): void {
    this.doc.transact(() => {
      for (const [position, deleteCount, inserted] of patches) {
        if (deleteCount > 0) this.#delete(position, deleteCount)
        if (inserted) this.#insert(position, inserted)
      }
    })
  }

  /** The text, a line for each paragraph. */
  toString(): string {
    return this.#lines.map(({ text }) => text.toJSON()).join('\n')
  }

  #insert(position: number, inserted: string): void {
    const [first = '', ...others] = inserted.split('\n')
    let { index, column } = this.#find(position)
    const line = this.#lines[index] as Line
    if (first) line.text.insert(column, first)
    line.length += first.length
    column += first.length
    for (const other of others) {
      const before = this.#lines[index] as Line
      const rest = before.text.toJSON().slice(column)
      if (rest) before.text.delete(column, rest.length)
      before.length -= rest.length
      index += 1
      this.#addLine(index, other + rest)
      column = other.length
    }
  }

  #delete(position: number, count: number): void {
    const { index, column } = this.#find(position)
    const line = this.#lines[index] as Line
    let left = count
    const here = Math.min(left, line.length - column)
    if (here > 0) line.text.delete(column, here)
    line.length -= here
    left -= here
    while (left > 0) {
      // The newline, and with it the paragraph behind it.
      left -= 1
      const [next] = this.#lines.splice(index + 1, 1)
      if (!next) throw new RangeError('the trace deletes behind the end')
      const gone = Math.min(left, next.length)
      const rest = next.text.toJSON().slice(gone)
      this.#body.delete(index + 1, 1)
      if (rest) line.text.insert(line.length, rest)
      line.length += rest.length
      left -= gone
    }
  }

  #addLine(index: number, content: string): void {
    const element = new Y.XmlElement('paragraph')
    const text = new Y.XmlText(content)
    element.insert(0, [text])
    this.#body.insert(index, [element])
    this.#lines.splice(index, 0, { element, text, length: content.length })
  }

  #find(position: number): { index: number; column: number } {
    let column = position
    for (const [index, { length }] of this.#lines.entries()) {
      if (column <= length) return { index, column }
      column -= length + 1
    }
    throw new RangeError('the trace writes behind the end')
  }
}
