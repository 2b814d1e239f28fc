import type { Mark, Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { LineBreakForms } from '#schema/line-breaks'
import { overlappingName } from '#schema/marks/overlapping-name'

/**
 * Writes a document into an empty body, in the form that the editor's binding gives what is typed: one text
 * for each run of letters, also for none in a text block, and attributes without those that are null.
 */
export function writeBody(body: Y.XmlFragment, doc: Node): void {
  const shared = new LineBreakForms().sharedForm(doc)
  body.insert(0, shared.children.map(writeElement))
}

/** A node in its shared form (`LineBreakForms`) as an element that is not in a document yet. */
export function writeElement(node: Node): Y.XmlElement {
  const element = new Y.XmlElement(node.type.name)
  for (const [name, value] of Object.entries(node.attrs)) {
    // Yjs keeps any JSON here; its types know strings only.
    if (value !== null) element.setAttribute(name, value as string)
  }
  element.insert(0, node.inlineContent ? sharedInline(node.children) : node.children.map(writeElement))
  return element
}

function sharedInline(nodes: readonly Node[]): (Y.XmlElement | Y.XmlText)[] {
  const shared: (Y.XmlElement | Y.XmlText)[] = []
  let letters: Node[] = []
  const endText = () => {
    if (letters.length > 0) shared.push(sharedText(letters))
    letters = []
  }
  for (const node of nodes) {
    if (node.isText) letters.push(node)
    else {
      endText()
      shared.push(writeElement(node))
    }
  }
  endText()
  // With the text already there, the first keys of two people meet in one text instead of making two.
  return shared.length > 0 ? shared : [new Y.XmlText()]
}

function sharedText(nodes: readonly Node[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(nodes.map((node) => ({ insert: node.text ?? '', attributes: marksOf(node.marks) })))
  return text
}

/** As the editor writes them, which would change them at the next key. */
const marksOf = (marks: readonly Mark[]) =>
  Object.fromEntries(
    marks.map(({ type, attrs }) => [
      type.excludes(type) ? type.name : overlappingName(type.name, attrs),
      attrs,
    ]),
  )
