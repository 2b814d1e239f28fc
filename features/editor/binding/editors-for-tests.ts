import { Editor, type Extensions } from '@tiptap/core'
import * as Y from 'yjs'

import { Collaboration } from '#features/editor/binding/collaboration'
import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { applyWithNames } from '#features/editor/binding/named-deletions'
import { EnterKey } from '#features/editor/enter-key'
import { TextOverBlocks } from '#features/editor/text-over-blocks'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { seedUpdate } from '#schema/seed-document'

/** One person's editor over a Y.Doc of their own. */
export type TestEditor = {
  readonly editor: Editor
  readonly doc: Y.Doc
  readonly binding: DocumentBinding
  /** Puts the caret `offset` letters into the first block with this text, or selects up to `end`. */
  caretIn(text: string, offset: number, end?: number): void
  /** The text around the caret, the caret as `|`. */
  readonly around: string
}

/** Editors of one document; what each writes waits until `deliver`. */
export function testEditors(
  count: number,
  start?: (body: Y.XmlFragment) => void,
  onHeldBack?: (heldBack: boolean) => void,
  further: Extensions = [],
) {
  const first = new Y.Doc()
  Y.applyUpdate(first, seedUpdate())
  if (start) {
    const body = first.getXmlFragment(documentField.body)
    body.delete(0, body.length)
    start(body)
  }
  const state = Y.encodeStateAsUpdate(first)
  const waiting: { from: number; update: Uint8Array }[] = []
  const people = Array.from({ length: count }, (_, index) => {
    const doc = new Y.Doc()
    // Fixed ids: Yjs orders concurrent text by them, and a seed must tell the same story each time.
    doc.clientID = 1_000 + index
    Y.applyUpdate(doc, state)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') waiting.push({ from: index, update })
    })
    return testEditor(doc, onHeldBack, further)
  })
  return {
    people,
    /** Hands every waiting update to everybody else, in order. */
    deliver(): void {
      for (const { from, update } of waiting.splice(0)) {
        people.forEach(({ doc }, index) => {
          if (index === from) return
          applyWithNames(
            doc,
            () => update,
            () => Y.applyUpdate(doc, update, 'network'),
          )
        })
      }
    },
    destroy(): void {
      for (const { editor } of people) editor.destroy()
    },
  }
}

export function testEditor(
  doc: Y.Doc,
  onHeldBack: (heldBack: boolean) => void = () => {},
  further: Extensions = [],
): TestEditor {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: [
      ...documentExtensions(),
      EnterKey,
      TextOverBlocks,
      Collaboration.configure({ document: doc, onHeldBack }),
      ...further,
    ],
    injectCSS: false,
  })
  const { binding } = editor.storage.sharedBody
  if (!binding) throw new Error('the editor has no binding')
  return {
    editor,
    doc,
    binding,
    caretIn(text, offset, end = offset) {
      let found = -1
      editor.state.doc.descendants((node, position) => {
        if (found < 0 && node.isTextblock && node.textContent === text) found = position + 1
        return found < 0
      })
      if (found < 0) throw new Error(`no block says ${JSON.stringify(text)}`)
      editor.commands.setTextSelection({ from: found + offset, to: found + end })
    },
    get around() {
      const { $head } = editor.state.selection
      const text = $head.parent.textBetween(0, $head.parent.content.size, undefined, '\uFFFC')
      return `${text.slice(0, $head.parentOffset)}|${text.slice($head.parentOffset)}`
    },
  }
}

/** A text block for `start`. */
export function textBlock(
  name: string,
  text: string,
  attributes: Record<string, unknown> = {},
): Y.XmlElement {
  const element = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string)
  element.insert(0, [new Y.XmlText(text)])
  return element
}
