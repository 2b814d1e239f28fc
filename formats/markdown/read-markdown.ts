import { Fragment, type Mark, type Node, type Schema } from '@tiptap/pm/model'
import type { Definition, FootnoteDefinition, Nodes, PhrasingContent, Root, Text } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

import { nodeFormats } from '#formats/all-formats'
import { formulaSyntax } from '#formats/markdown/formula-syntax'
import { formulasFromMarkdown } from '#formats/markdown/formula-tree'
import { InlineReader } from '#formats/markdown/read-inline'
import { footnoteName, noteContent } from '#schema/nodes/footnote'

export type MarkdownReading = {
  readonly schema: Schema
  /** Attributes that the schema does not allow are left at their defaults. */
  create(name: string, attributes?: Record<string, unknown> | null, content?: readonly Node[]): Node
  blocks(nodes: readonly Nodes[]): Node[]
  /** The same, with an empty line where there would be nothing. */
  blocksOrLine(nodes: readonly Nodes[]): Node[]
  /** The same for items of lists, which start with a line of text. */
  blocksWithLineFirst(nodes: readonly Nodes[]): Node[]
  /** Whether some text stands in the file as it is, without a backslash that makes a sign a letter. */
  isUnescaped(text: Text): boolean
  /** Letters as a block of this name; images among them stand as blocks before, between and behind. */
  blocksOfInline(
    nodes: readonly PhrasingContent[],
    name: string,
    attributes?: Record<string, unknown>,
  ): Node[]
  /** A note with what is said of it elsewhere in the file; null within a note. */
  note(identifier: string): Node | null
  /** An image that may be shown, else a link to it. */
  image(url: string, alt: string, marks?: readonly Mark[], caption?: string): Node[]
}

export type ReadMarkdownOptions = {
  /** The source under which an image may stand in the document; null leaves a link in its place. */
  readonly imageSource: (url: string, alt: string) => string | null
  /** Blocks of raw HTML, read inertly and by the schema. Without it they come as the text they are. */
  readonly readHtml?: (html: string) => readonly Node[]
}

const readers: ReadonlyMap<string, (node: never, read: MarkdownReading) => readonly Node[]> = new Map(
  nodeFormats.flatMap(({ fromMarkdown: own = {} }) => Object.entries(own)) as [string, never][],
)

/** Markdown (CommonMark with GitHub's tables, tasks, struck text, bare links and formulas) as a document. */
export function readMarkdown(markdown: string, schema: Schema, options: ReadMarkdownOptions): Node {
  const [frontMatter, text] = splitFrontMatter(markdown)
  const root = fromMarkdown(text, {
    // A single tilde is an approximate number far more often than struck text.
    extensions: [gfm({ singleTilde: false }), formulaSyntax()],
    // Without the pass that looks for addresses in what was read: it finds those that were escaped too.
    mdastExtensions: [
      ...gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
      formulasFromMarkdown,
    ],
  })
  const reading = new Reading(text, schema, options, definitionsIn(root))
  const blocks = reading.blocksOrLine(root.children)
  const front =
    frontMatter === '' ? [] : [reading.create('codeBlock', { language: 'yaml' }, [schema.text(frontMatter)])]
  return schema.node('doc', null, [...front, ...blocks])
}

/** What many tools write in front of a text, which would otherwise read as a line and a heading. */
function splitFrontMatter(markdown: string): [string, string] {
  const found =
    /^---[ \t]*\r?\n((?:[\w-]+[ \t]*:.*\r?\n|[ \t]+.*\r?\n|- .*\r?\n|#.*\r?\n)+)---[ \t]*(?:\r?\n|$)/.exec(
      markdown,
    )
  if (!found) return ['', markdown]
  return [(found[1] ?? '').replaceAll('\r\n', '\n').replace(/\n$/, ''), markdown.slice(found[0].length)]
}

class Reading implements MarkdownReading {
  readonly schema: Schema
  readonly #source: string
  readonly #options: ReadMarkdownOptions
  readonly #inline: InlineReader
  readonly #definitions: Definitions
  #inNote = false

  constructor(source: string, schema: Schema, options: ReadMarkdownOptions, definitions: Definitions) {
    this.#source = source
    this.schema = schema
    this.#options = options
    this.#definitions = definitions
    this.#inline = new InlineReader(this, definitions.links)
  }

  create(
    name: string,
    attributes: Record<string, unknown> | null = null,
    content: readonly Node[] = [],
  ): Node {
    const type = this.schema.nodes[name]
    if (!type) throw new TypeError(`the schema has no ${name}`)
    const allowed = Object.entries(attributes ?? {}).filter(([key, value]) => {
      const { validate } = type.spec.attrs?.[key] ?? {}
      return typeof validate === 'function' && isValid(() => validate(value))
    })
    return type.create(Object.fromEntries(allowed), Fragment.fromArray([...content]))
  }

  blocks(nodes: readonly Nodes[]): Node[] {
    const blocks: Node[] = []
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]
      const end = node?.type === 'html' ? endOfDetails(nodes, index) : -1
      if (node?.type === 'html' && end > 0) {
        const content = [...this.#summary(node.value), ...this.blocks(nodes.slice(index + 1, end))]
        blocks.push(this.create('toggle', null, content.length > 0 ? content : [this.create('paragraph')]))
        index = end
      } else if (node) blocks.push(...this.#block(node))
    }
    return blocks
  }

  isUnescaped({ value, position }: Text): boolean {
    const start = position?.start.offset ?? 0
    return this.#source.startsWith(value.slice(0, 2), start)
  }

  blocksOrLine(nodes: readonly Nodes[]): Node[] {
    const blocks = this.blocks(nodes)
    return blocks.length > 0 ? blocks : [this.create('paragraph')]
  }

  blocksWithLineFirst(nodes: readonly Nodes[]): Node[] {
    const blocks = this.blocks(nodes)
    return blocks[0]?.type.name === 'paragraph' ? blocks : [this.create('paragraph'), ...blocks]
  }

  blocksOfInline(
    nodes: readonly PhrasingContent[],
    name: string,
    attributes: Record<string, unknown> = {},
  ): Node[] {
    const blocks: Node[] = []
    let letters: Node[] = []
    const endBlock = (beforeImage: boolean) => {
      const content = trimmed(letters, blocks.length > 0, beforeImage)
      if (content.length > 0) blocks.push(this.create(name, attributes, content))
      letters = []
    }
    for (const node of this.#inline.read(nodes, [])) {
      if (node.isInline) letters.push(node)
      else {
        endBlock(true)
        blocks.push(node)
      }
    }
    endBlock(false)
    return blocks.length > 0 ? blocks : [this.create(name, attributes)]
  }

  image(url: string, alt: string, marks: readonly Mark[] = [], caption = ''): Node[] {
    const src = this.#options.imageSource(url, alt)
    if (src !== null) return [this.create('image', { src, alt, caption })]
    return this.#inline.read([{ type: 'link', url, children: [{ type: 'text', value: alt || url }] }], marks)
  }

  note(identifier: string): Node | null {
    const definition = this.#definitions.notes.get(identifier)
    const type = this.schema.nodes[footnoteName]
    if (!definition || !type || this.#inNote) return null
    this.#inNote = true
    const content = noteContent(this.blocks(definition.children), type)
    this.#inNote = false
    return type.create(null, content)
  }

  /** What stands in the same piece of HTML as the beginning of `details`; an empty summary is what is always seen. */
  #summary(html: string): readonly Node[] {
    const inner = html.replace(/^<details[^>]*>\s*/i, '')
    if (inner.trim() === '') return []
    const summary = /^<summary([^>]*)>([\s\S]*?)<\/summary>/i
    return this.#html(inner.replace(summary, '<div$1>$2</div>'), { keepsEmptyLine: summary.test(inner) })
  }

  #block(node: Nodes): readonly Node[] {
    const reader = readers.get(node.type)
    if (reader) return reader(node as never, this)
    if (node.type === 'html') return this.#html(node.value)
    if (node.type === 'definition') return []
    if (node.type === 'footnoteDefinition') {
      const { notes, references } = this.#definitions
      if (notes.get(node.identifier) === node && references.has(node.identifier)) return []
      const sign = { type: 'text', value: `[^${node.label ?? node.identifier}]: ` } as const
      const [first, ...others] = node.children
      return first?.type === 'paragraph'
        ? this.blocks([{ ...first, children: [sign, ...first.children] }, ...others])
        : this.blocks([{ type: 'paragraph', children: [sign] }, ...node.children])
    }
    if ('children' in node) return this.blocks(node.children)
    return 'value' in node ? this.blocksOfInline([{ type: 'text', value: node.value }], 'paragraph') : []
  }

  #html(value: string, { keepsEmptyLine = false } = {}): readonly Node[] {
    const html = value.replaceAll(/<!--[\s\S]*?-->/g, '').trim()
    if (html === '') return []
    if (/^(?:<br *\/?>\s*)+$/i.test(html) || !this.#options.readHtml) {
      const lines = html.split('\n').map((line) => ({ type: 'html', value: line }) as const)
      const parts = lines.flatMap((line, index) => (index > 0 ? [{ type: 'break' } as const, line] : [line]))
      return this.blocksOfInline(parts, 'paragraph')
    }
    const blocks = this.#options.readHtml(html)
    // A document has a line at least, also one made from nothing.
    const isNothing = blocks.length === 1 && blocks[0]?.content.size === 0 && blocks[0].isTextblock
    return isNothing && !keepsEmptyLine ? [] : blocks
  }
}

/** Where the `details` that begin here end, among the blocks that follow; -1 where they do not. */
function endOfDetails(nodes: readonly Nodes[], from: number): number {
  let depth = 0
  for (let index = from; index < nodes.length; index += 1) {
    const node = nodes[index]
    if (node?.type !== 'html') continue
    depth +=
      (node.value.match(/<details\b/gi) ?? []).length - (node.value.match(/<\/details>/gi) ?? []).length
    if (depth <= 0) return index > from && /^<details\b/i.test(textOf(nodes[from])) ? index : -1
  }
  return -1
}

const textOf = (node: Nodes | undefined) => (node && 'value' in node ? node.value : '')

function isValid(validate: () => void): boolean {
  try {
    validate()
    return true
  } catch {
    return false
  }
}

/** Beside an image that became a block of its own, the spaces around it mean nothing. */
function trimmed(letters: readonly Node[], atStart: boolean, atEnd: boolean): Node[] {
  const nodes = [...letters]
  for (const [isTrimmed, index] of [
    [atStart, 0],
    [atEnd, -1],
  ] as const) {
    const edge = nodes.at(index)
    if (!isTrimmed || edge?.text === undefined) continue
    const text = index === 0 ? edge.text.trimStart() : edge.text.trimEnd()
    nodes.splice(index, 1, ...(text === '' ? [] : [edge.type.schema.text(text, edge.marks)]))
  }
  return nodes
}

/** What is said of links and of notes, anywhere in a file, by their identifiers. */
type Definitions = {
  readonly links: Map<string, Definition>
  readonly notes: Map<string, FootnoteDefinition>
  readonly references: Set<string>
}

function definitionsIn(
  node: Nodes | Root,
  found: Definitions = { links: new Map(), notes: new Map(), references: new Set() },
  inNote = false,
): Definitions {
  const isNote = node.type === 'footnoteDefinition'
  if (node.type === 'definition' && !found.links.has(node.identifier)) found.links.set(node.identifier, node)
  if (isNote && !found.notes.has(node.identifier)) found.notes.set(node.identifier, node)
  if (node.type === 'footnoteReference' && !inNote) found.references.add(node.identifier)
  if ('children' in node) for (const child of node.children) definitionsIn(child, found, inNote || isNote)
  return found
}
