import type { Attrs, Mark, Node, NodeType, Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import {
  hasEdges,
  inlineObjectMark,
  objectEdges,
  objectsInText,
  objectType,
  objectValues,
} from '#schema/inline-objects'
import { breakLines } from '#schema/line-breaks'
import { unknownBlockName } from '#schema/nodes/unknown-block'
import { readAttributes } from '#schema/read-attributes'

/** Which ProseMirror node a Yjs element was read as; spares re-reading what did not change. */
export type NodeCache = Map<object, Node | Node[]>

/** A piece of text with what is said of its letters, as `Y.XmlText.toDelta` gives it. */
export type TextPiece = { readonly insert: unknown; readonly attributes?: Record<string, unknown> }

/** How shared types are looked at: as they are, or as they once were. */
export type SharedView = {
  readonly childrenOf: (parent: Y.XmlFragment | Y.XmlElement) => unknown[]
  readonly attributesOf: (element: Y.XmlElement) => Record<string, unknown>
  readonly piecesOf: (text: Y.XmlText) => readonly TextPiece[]
}

const present: SharedView = {
  childrenOf: (parent) => parent.toArray(),
  attributesOf: (element) => element.getAttributes(),
  piecesOf: (text) => text.toDelta() as TextPiece[],
}

/** Deeper content is shown as unknown: layout engines recurse, and nobody writes quotes this deep. */
const maxDepth = 60

/**
 * Reads a body, or some blocks of one, as ProseMirror nodes. Never writes: what the schema does not know, or what concurrent edits
 * left invalid, is shown as an unknown block where it holds anything, and passed over where it is empty.
 * Attributes with values that the schema does not allow read as their defaults; unknown marks are dropped.
 */
export function readBody(
  body: Y.XmlFragment | readonly Y.XmlElement[],
  schema: Schema,
  cache: NodeCache,
  view: SharedView = present,
): Node[] {
  const blocks: readonly unknown[] = body instanceof Y.XmlFragment ? view.childrenOf(body) : body
  const reading = { schema, cache, view }
  return readChildren(
    blocks.filter((block) => block instanceof Y.XmlElement),
    reading,
    0,
  )
}

type Reading = { readonly schema: Schema; readonly cache: NodeCache; readonly view: SharedView }

function readChildren(children: unknown[], reading: Reading, depth: number, inCode = false): Node[] {
  const nodes: Node[] = []
  for (const child of children) {
    if (child instanceof Y.XmlText) nodes.push(...readText(child, reading, inCode))
    else if (child instanceof Y.XmlElement) {
      const node = (reading.cache.get(child) as Node | undefined) ?? readElement(child, reading, depth)
      if (node) nodes.push(node)
    }
  }
  return nodes
}

function readElement(element: Y.XmlElement, reading: Reading, depth: number): Node | null {
  const { schema, cache, view } = reading
  const type = schema.nodes[element.nodeName]
  const node =
    type && !type.isText && depth < maxDepth && element.nodeName !== unknownBlockName
      ? createNode(type, element, reading, depth)
      : null
  const result =
    node ?? (isEmpty(element, view, 0) ? null : (schema.nodes[unknownBlockName]?.create() ?? null))
  if (result) cache.set(element, result)
  return result
}

function createNode(type: NodeType, element: Y.XmlElement, reading: Reading, depth: number) {
  const { view } = reading
  const children = readChildren(view.childrenOf(element), reading, depth + 1, type.spec.code)
  try {
    return type.createChecked(readAttributes(type, view.attributesOf(element)), children)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readText(text: Y.XmlText, { schema, view }: Reading, inCode: boolean): Node[] {
  const line = new Line()
  for (const { insert, attributes } of view.piecesOf(text)) {
    if (typeof insert !== 'string' || insert === '') continue
    const { [inlineObjectMark]: object, ...others } = attributes ?? {}
    const marks = readMarks(others, schema)
    const type = inCode ? null : objectType(object, schema)
    if (!type) line.add(breakLines(insert, marks, schema, inCode))
    else {
      const values = readAttributes(type, objectValues(object))
      const readLetters = (letters: string) => breakLines(letters, marks, schema, inCode)
      if (hasEdges(type)) line.addEdges(insert, type, values, marks, readLetters)
      else line.add(objectsInText(insert, () => type.create(values, null, marks), readLetters))
    }
  }
  return line.end()
}

/** The nodes of a text as they come, those between two edges as the content of what the edges stand for. */
class Line {
  readonly #nodes: Node[] = []
  #open: { type: NodeType; values: Attrs; marks: Mark[]; content: Node[] } | null = null

  add(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (this.#open?.type.contentMatch.matchType(node.type)) this.#open.content.push(node)
      else this.#nodes.push(node)
    }
  }

  /** Without its other half, which somebody deleted at that moment, an edge is nothing. */
  addEdges(
    letters: string,
    type: NodeType,
    values: Attrs,
    marks: Mark[],
    readLetters: (letters: string) => readonly Node[],
  ): void {
    for (const letter of letters) {
      if (letter === objectEdges.start) this.#open ??= { type, values, marks, content: [] }
      else if (letter !== objectEdges.end) this.add(readLetters(letter))
      else if (this.#open) {
        const { type: opened, content, ...open } = this.#open
        // It is a link by itself, and links hold none.
        const outer = open.marks.filter((mark) => mark.type.name !== 'link')
        this.#nodes.push(opened.create(open.values, content, outer))
        this.#open = null
      }
    }
  }

  end(): Node[] {
    this.#nodes.push(...(this.#open?.content ?? []))
    this.#open = null
    return this.#nodes
  }
}

function readMarks(attributes: Record<string, unknown>, schema: Schema): Mark[] {
  let marks: readonly Mark[] = []
  for (const [name, value] of Object.entries(attributes)) {
    // A mark that may overlap itself is stored under its name and a hash of its attributes.
    const type = schema.marks[name.replace(/--[\w+/=]{8}$/, '')]
    if (!type || type.name === inlineObjectMark || typeof value !== 'object' || value === null) continue
    marks = type.create(readAttributes(type, value as Record<string, unknown>)).addToSet(marks)
  }
  return [...marks]
}

/** Whether nothing would be lost with it: no text and no node that is content by itself. */
function isEmpty(element: Y.XmlElement, view: SharedView, depth: number): boolean {
  if (depth > maxDepth) return false
  const children = view.childrenOf(element)
  if (children.length === 0) return containerNames.has(element.nodeName)
  return children.every((child) => {
    if (child instanceof Y.XmlText) return view.piecesOf(child).every(({ insert }) => insert === '')
    return child instanceof Y.XmlElement && isEmpty(child, view, depth + 1)
  })
}

/** Nodes that are nothing without content; concurrent deletions leave such husks behind. */
export const containerNames: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'codeBlock',
  'blockquote',
  'callout',
  'toggle',
  'bulletList',
  'orderedList',
  'listItem',
  'taskList',
  'taskItem',
  'table',
  'tableRow',
  'tableCell',
  'tableHeader',
])
