import type { Mark, Node } from '@tiptap/pm/model'
import type { Definition, Nodes, PhrasingContent } from 'mdast'

import { inlineFormats, markFormats } from '#formats/all-formats'
import type { MarkdownReading } from '#formats/markdown/read-markdown'
import type { MarkFormat } from '#formats/node-format'

type AttributesOf = (node: never) => Record<string, unknown> | null

const byType: ReadonlyMap<string, { format: MarkFormat; attributesOf: AttributesOf }> = new Map(
  markFormats.flatMap((format) =>
    Object.entries(format.fromMarkdown ?? {}).map(
      ([type, attributesOf]) => [type, { format, attributesOf }] as const,
    ),
  ),
)
const objects: ReadonlyMap<string, { name: string; attributesOf: AttributesOf }> = new Map(
  inlineFormats.flatMap(({ node, fromMarkdown = {} }) =>
    Object.entries(fromMarkdown).map(([type, attributesOf]) => [type, { name: node, attributesOf }] as const),
  ),
)
const byTag = new Map(
  markFormats.flatMap((format) => (format.htmlTags ?? []).map((tag) => [tag, format] as const)),
)

/** Reads Markdown's letters: signs become marks, and of raw HTML only names that mean a mark or a break. */
export class InlineReader {
  readonly #read: MarkdownReading
  readonly #definitions: ReadonlyMap<string, Definition>

  constructor(read: MarkdownReading, definitions: ReadonlyMap<string, Definition>) {
    this.#read = read
    this.#definitions = definitions
  }

  /** Text, breaks, and images, which are blocks, in their order. */
  read(nodes: readonly Nodes[], marks: readonly Mark[]): Node[] {
    const found: Node[] = []
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]
      if (!node) continue
      const element = node.type === 'html' ? elementAt(nodes, index, node.value) : null
      if (element) {
        found.push(...this.read(nodes.slice(index + 1, element.end), this.#with(element.format, {}, marks)))
        index = element.end
      } else found.push(...this.#one(node, marks))
    }
    return found
  }

  #one(node: Nodes, marks: readonly Mark[]): readonly Node[] {
    const object = objects.get(node.type)
    const values = object?.attributesOf(node as never)
    if (object && values) return [this.#read.create(object.name, values).mark([...marks])]
    const known = byType.get(node.type)
    if (known) {
      const attributes = known.attributesOf(node as never)
      const inner = attributes ? this.#with(known.format, attributes, marks) : marks
      return 'children' in node
        ? this.read(node.children, inner)
        : this.#text('value' in node ? node.value : '', inner)
    }
    // The end of a line is a space; breaks have a sign of their own.
    if (node.type === 'text') return this.#text(node.value.replaceAll(/\r?\n|\r/g, ' '), marks)
    if (node.type === 'break') return this.#break(marks)
    if (node.type === 'html') return this.#html(node.value, marks)
    if (node.type === 'image') {
      return this.#read.image(node.url, node.alt ?? '', marks, node.title ?? '')
    }
    if (node.type === 'imageReference' || node.type === 'linkReference') return this.#reference(node, marks)
    if (node.type === 'footnoteReference') {
      const note = this.#read.note(node.identifier)
      return note ? [note.mark([...marks])] : this.#text(`[^${node.label ?? node.identifier}]`, marks)
    }
    if ('children' in node) return this.read(node.children, marks)
    return 'value' in node ? this.#text(node.value, marks) : []
  }

  #reference(
    node: Extract<PhrasingContent, { identifier: string }>,
    marks: readonly Mark[],
  ): readonly Node[] {
    const url = this.#definitions.get(node.identifier)?.url
    if (node.type === 'imageReference') return this.#read.image(url ?? '', node.alt ?? '', marks)
    const children = 'children' in node ? node.children : []
    return url === undefined ? this.read(children, marks) : this.#one({ type: 'link', url, children }, marks)
  }

  #html(value: string, marks: readonly Mark[]): readonly Node[] {
    if (value.startsWith('<!--')) return []
    if (/^<br *\/?>$/i.test(value)) return this.#break(marks)
    if (/^<img\s/i.test(value)) {
      const attribute = (name: string) =>
        new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i')
          .exec(value)
          ?.slice(1)
          .find((part) => part !== undefined) ?? ''
      return this.#read.image(attribute('src'), attribute('alt'), marks)
    }
    // Anything else is shown as what it is: letters.
    return this.#text(value.replaceAll(/\s*\r?\n\s*/g, ' '), marks)
  }

  #text(text: string, marks: readonly Mark[]): Node[] {
    return text === '' ? [] : [this.#read.schema.text(text, [...marks])]
  }

  #break(marks: readonly Mark[]): Node[] {
    const type = this.#read.schema.nodes['hardBreak']
    return type ? [type.create(null, null, [...marks])] : []
  }

  #with({ mark }: MarkFormat, attributes: Record<string, unknown>, marks: readonly Mark[]): readonly Mark[] {
    const type = this.#read.schema.marks[mark]
    return type ? type.create(attributes).addToSet([...marks]) : marks
  }
}

/** The mark that an opening tag means, and where its closing tag stands among what follows. */
function elementAt(
  nodes: readonly Nodes[],
  from: number,
  value: string,
): { format: MarkFormat; end: number } | null {
  const tag = /^<([a-z]+)>$/i.exec(value)?.[1]?.toLowerCase()
  const format = tag === undefined ? undefined : byTag.get(tag)
  if (!format) return null
  let depth = 0
  for (let index = from; index < nodes.length; index += 1) {
    const node = nodes[index]
    const name = node?.type === 'html' ? node.value.toLowerCase() : ''
    if (name === `<${tag}>`) depth += 1
    if (name === `</${tag}>`) depth -= 1
    if (depth === 0) return { format, end: index }
  }
  return null
}
