import { Mark as MarkExtension } from '@tiptap/core'
import type { Node, NodeType, Schema } from '@tiptap/pm/model'

/**
 * What stands in a line and is no letter (a formula, a reference to a footnote) is a node in the editor and a
 * character in the shared text, with this mark saying what it is. As an element of its own it would cut the
 * shared text in two, and what somebody types behind it at that moment would stay with the wrong half. Both
 * forms take one position, so positions need no translation.
 */
export const inlineObjectMark = 'inlineObject'
/** What stands for it in the shared text. */
export const objectCharacter = '\uFFFC'

/** In the schema for the shared form only: no text in the editor ever has it. */
export const InlineObject = MarkExtension.create({
  name: inlineObjectMark,
  inclusive: false,

  addAttributes() {
    return { type: { default: '' }, values: { default: {} } }
  },

  renderHTML() {
    return ['span', 0]
  },
})

/**
 * How such a node reads where TipTap looks for signs that become marks (`**word**`). It counts letters and not
 * positions, and would change other letters than it found: with every sign in it, nothing is found that begins
 * before the node and ends behind it.
 */
export const objectBarrier = '\n*_~`=$[](:'

export function isInlineObject(type: NodeType): boolean {
  return type.isInline && type.isLeaf && !type.isText && type.spec.inlineObject === true
}

/** The shared form of such a node. */
export function objectAsText(node: Node): Node {
  return markedAs(node, objectCharacter)
}

/**
 * What stands in a line and holds text of its own (a footnote) is, in the shared text, that text between two
 * characters: one for each edge, as the node in the editor has one position for each. Its letters stay letters
 * of the shared text, so that several people can write them at once.
 */
export const objectEdges = { start: '\uFFF9', end: '\uFFFB' } as const

export function hasEdges(type: NodeType): boolean {
  return type.isInline && !type.isLeaf && !type.isText
}

/** The shared form of such a node, around that of its content. */
export function objectBetweenEdges(node: Node, content: readonly Node[]): Node[] {
  return [markedAs(node, objectEdges.start), ...content, markedAs(node, objectEdges.end)]
}

function markedAs({ type, attrs, marks }: Node, letter: string): Node {
  const mark = type.schema.mark(inlineObjectMark, { type: type.name, values: attrs })
  return type.schema.text(letter, [...marks, mark])
}

/** Which kind of node a shared mark says; null where it says none. */
export function objectType(mark: unknown, schema: Schema): NodeType | null {
  const name: unknown = typeof mark === 'object' && mark !== null ? Reflect.get(mark, 'type') : null
  const type = typeof name === 'string' && Object.hasOwn(schema.nodes, name) ? schema.nodes[name] : undefined
  return type && (isInlineObject(type) || hasEdges(type)) ? type : null
}

/** The values that came with it, to be checked by whoever makes a node of them. */
export function objectValues(mark: unknown): Record<string, unknown> {
  const values: unknown = typeof mark === 'object' && mark !== null ? Reflect.get(mark, 'values') : null
  return typeof values === 'object' && values !== null ? { ...values } : {}
}

/** Text that bears such a mark as nodes; letters that came between by an accident of merging are read by `readLetters`. */
export function objectsInText(
  text: string,
  make: () => Node,
  readLetters: (letters: string) => readonly Node[],
): Node[] {
  return text
    .split(objectCharacter)
    .flatMap((letters, index) => [
      ...(index > 0 ? [make()] : []),
      ...(letters === '' ? [] : readLetters(letters)),
    ])
}
