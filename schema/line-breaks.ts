import { Fragment, type Mark, type Node, type Schema } from '@tiptap/pm/model'

import { hasEdges, isInlineObject, objectAsText, objectBetweenEdges } from '#schema/inline-objects'

/**
 * A hard break is a node in the editor and the character `\n` in the shared text. As an element of its
 * own it would cut the shared text in two, and what somebody types behind it at that moment would stay
 * with the wrong half. Both forms take one position, so positions need no translation.
 */
export const hardBreakName = 'hardBreak'

/** Text of the shared document as nodes: its newlines as hard breaks, except in code. */
export function breakLines(text: string, marks: readonly Mark[], schema: Schema, inCode: boolean): Node[] {
  const hardBreak = inCode ? undefined : schema.nodes[hardBreakName]
  if (!hardBreak || !text.includes('\n')) return [schema.text(text, marks)]
  return text
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [hardBreak.create(null, null, marks)] : []),
      ...(line === '' ? [] : [schema.text(line, marks)]),
    ])
}

/** Translates nodes of the editor into their shared form and back; what has neither break nor object is both. */
export class LineBreakForms {
  readonly #sharedForms = new WeakMap<Node, Node>()
  readonly #editorForms = new WeakMap<Node, Node>()

  sharedForm(node: Node): Node {
    if (node.isLeaf) return node
    const known = this.#sharedForms.get(node)
    if (known) return known
    const children = node.children.flatMap((child): Node | Node[] => this.#sharedChild(child))
    const isSame =
      children.length === node.childCount && children.every((child, index) => child === node.children[index])
    const shared = isSame ? node : node.copy(Fragment.fromArray(children))
    this.#sharedForms.set(node, shared)
    this.#editorForms.set(shared, node)
    return shared
  }

  #sharedChild(child: Node): Node | Node[] {
    const { type, marks } = child
    if (type.name === hardBreakName) return type.schema.text('\n', marks)
    if (isInlineObject(type)) return objectAsText(child)
    if (!hasEdges(type)) return this.sharedForm(child)
    return objectBetweenEdges(
      child,
      child.children.flatMap((inner) => this.#sharedChild(inner)),
    )
  }

  editorForm(shared: Node): Node {
    return this.#editorForms.get(shared) ?? shared
  }
}
