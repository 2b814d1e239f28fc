import { Fragment, type Node, type NodeType, type Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { hasEdges, inlineObjectMark, isInlineObject, objectEdges } from '#schema/inline-objects'
import { writeBody } from '#schema/write-nodes'

/** What somebody who writes to the shared document with a program of their own may put into any attribute. */
const hostileValues: readonly unknown[] = [
  'javascript:alert(1)',
  ' java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://tracker.example/pixel.gif',
  '//tracker.example/pixel.gif',
  '/api/documents/x/images/../../../token',
  '"><img src=x onerror=alert(1)>',
  "'--><script>alert(1)</script>",
  'red;position:fixed;inset:0;background:url(https://tracker.example/x)',
  'fixed inset-0 z-50',
  String.raw`\href{javascript:alert(1)}{x}`,
  '__proto__',
  'constructor',
  'x'.repeat(4_000),
  1e9,
  -1,
  Number.NaN,
  true,
  null,
  ['1px;position:fixed'],
  { toString: 'x' },
]

/** Attributes that no node of ours has, and those that would be worth having for an attacker. */
const foreignAttributes = `style class id name href src srcset srcdoc target onclick
  onerror formaction poster xlink:href contenteditable innerHTML __proto__ constructor`.split(/\s+/)

/**
 * A body with every node of a schema, on its own and with every mark, once for each of the values above, which
 * all their attributes and others have. It is written past the schema, as a program could.
 */
export function writeHostileBody(body: Y.XmlFragment, schema: Schema): void {
  const types = Object.values(schema.nodes).filter((type) => !type.isText && type !== schema.topNodeType)
  const blocks = types.flatMap((type) => blockWith(type) ?? [])
  for (const value of hostileValues) {
    // Before what is there.
    writeBody(body, schema.topNodeType.create(null, blocks))
    for (const block of body.slice(0, blocks.length)) makeHostile(block, schema, value)
  }
}

function makeHostile(shared: unknown, schema: Schema, value: unknown): void {
  if (shared instanceof Y.XmlText) {
    // Apart, since some marks allow no others beside them.
    for (const marks of marksWith(schema, value)) shared.insert(0, 'marked', marks)
    for (const { letters, object } of objectsWith(schema, value)) shared.insert(0, letters, object)
  }
  if (!(shared instanceof Y.XmlElement)) return
  const own = Object.keys(schema.nodes[shared.nodeName]?.spec.attrs ?? {})
  for (const name of [...own, ...foreignAttributes]) shared.setAttribute(name, value)
  for (const child of shared.toArray()) makeHostile(child, schema, value)
}

/** The node where the document lets it stand, with as little around it as that needs. */
function blockWith(type: NodeType): Node | null {
  const { schema } = type
  const text = type.inlineContent ? Fragment.empty : null
  const node = text ? type.create(null, text) : type.createAndFill()
  const wrapping = schema.topNodeType.contentMatch.findWrapping(type)
  const wrappers = wrapping ?? [schema.nodes['paragraph'] as NodeType]
  let whole: Node | null = node
  for (const wrapper of wrappers.toReversed()) {
    whole = whole && wrapper.createAndFill(null, whole)
  }
  return whole
}

/** Some that fit and some that do not. */
const edgeLetters = `${objectEdges.end}${objectEdges.start}${objectEdges.start}x${objectEdges.end}`

/** What stands in a line as one character, with the value in each of its attributes, and as its kind. */
function objectsWith(schema: Schema, value: unknown): { letters: string; object: Record<string, object> }[] {
  const types = Object.values(schema.nodes).filter((type) => isInlineObject(type) || hasEdges(type))
  const filled = types.map((type) => ({
    letters: hasEdges(type) ? edgeLetters : '\uFFFC',
    object: {
      type: type.name,
      values: Object.fromEntries(
        [...Object.keys(type.spec.attrs ?? {}), ...foreignAttributes].map((key) => [key, value]),
      ),
    },
  }))
  const others = [
    { letters: '\uFFFC', object: { type: value, values: value } },
    { letters: '\uFFFC', object: { type: 'image', values: { src: value } } },
  ]
  return [...filled, ...others].map(({ letters, object }) => ({
    letters,
    object: { [inlineObjectMark]: object },
  }))
}

function marksWith(schema: Schema, value: unknown): Record<string, object>[] {
  return Object.entries(schema.marks).map(([mark, type]) => {
    const names = [...Object.keys(type.spec.attrs ?? {}), ...foreignAttributes]
    return { [mark]: Object.fromEntries(names.map((name) => [name, value])) }
  })
}
