import { Fragment, type Mark, type Node, type Schema } from '@tiptap/pm/model'

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What people write, and what means something to Markdown or HTML. */
const words = [
  ...'niño acción ¿qué? pingüino ¡hola! word a Σ 漢字 🙂 3 1. 2) x_y_z http://x.org www.x.org a@b.es'.split(
    ' ',
  ),
  ...'* ** _ __ ~~ ~ ` `` [ ] ( ) [x] ![ < > <b> </u> <br> # ## - + = --- === | \\ \\n & &amp; &#35;'.split(
    ' ',
  ),
  ...'<!-- --> <script> : " [^1] (c) { } $ $$ % ^ ! / \''.split(' '),
  '[ ]',
  '[TOC]',
  '[a]: b',
  '\u00A0',
]
const hrefs = [
  'https://x.org/a_(b)',
  'mailto:a@b.es',
  '/d/abc#e',
  'https://x.org/?a=1&b=<2>',
  'https://x.org/a b',
]

const formulas = ['x', 'x^2 | y', 'a_1 * b_1', '\\frac{1}{2}', '\\| v \\|', '\\text{cost \\$5}', 'a \\\\', '']

const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

/** Any document of the schema; depth and size are small, so that many fit in a second. */
export function randomDocument(schema: Schema, random: () => number): Node {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const upTo = (count: number) => Math.floor(random() * (count + 1))

  const text = () =>
    repeat(1 + upTo(4), () => pick(words)).join(pick(['', ' ', ' ', ' ', '  '])) + pick(['', '', '', ' '])
  const marks = (): Mark[] => {
    let set: readonly Mark[] = []
    for (const name of [
      'bold',
      'italic',
      'strike',
      'underline',
      'code',
      'link',
      'superscript',
      'highlight',
    ]) {
      const type = random() < 0.15 ? schema.marks[name] : undefined
      if (type) set = type.create(name === 'link' ? { href: pick(hrefs) } : null).addToSet(set)
    }
    return [...set]
  }
  const inline = (inNote = false): Node[] =>
    repeat(upTo(4), () => {
      const kind = random()
      if (kind > 0.97 && !inNote)
        return schema.node(
          'footnote',
          null,
          inline(true),
          marks().filter(({ type }) => type.name !== 'link'),
        )
      if (kind < 0.12) return schema.node('hardBreak')
      if (kind > 0.955 && kind <= 0.97) {
        const values = {
          kind: pick(['person', 'document']),
          id: 'aB_-9',
          label: pick(['Ana "A" [x]', 'ñ *']),
        }
        return schema.node(
          'mention',
          values,
          undefined,
          marks().filter(({ type }) => type.name !== 'link'),
        )
      }
      return kind < 0.18
        ? schema.node('inlineFormula', { tex: pick(formulas) }, undefined, marks())
        : schema.text(text(), marks())
    })
  const textblock = (name: string, attributes: Record<string, unknown> = {}) => {
    const align = random() < 0.08 ? pick(['center', 'right', 'justify']) : null
    return schema.node(name, { align, ...attributes }, Fragment.fromArray(inline()))
  }
  const paragraph = () => textblock('paragraph')

  const table = (depth: number) => {
    const columns = 1 + upTo(2)
    const hasHead = random() < 0.6
    const cell = (name: string) =>
      schema.node(
        name,
        random() < 0.1 ? { colwidth: [120] } : null,
        random() < 0.8 || depth <= 0 ? [paragraph()] : blocks(depth - 1, 2),
      )
    return schema.node(
      'table',
      null,
      repeat(1 + upTo(2), () => 0).map((_zero, row) =>
        schema.node(
          'tableRow',
          null,
          repeat(columns, () => cell(hasHead && row === 0 ? 'tableHeader' : 'tableCell')),
        ),
      ),
    )
  }
  const items = (name: string, depth: number) =>
    repeat(1 + upTo(2), () =>
      schema.node(name, name === 'taskItem' ? { checked: random() < 0.5 } : null, [
        paragraph(),
        ...(random() < 0.4 && depth > 0 ? blocks(depth - 1, 2) : []),
      ]),
    )
  const block = (depth: number): Node => {
    const kinds = depth > 0 ? 14 : 7
    switch (upTo(kinds)) {
      case 0:
        return textblock('heading', { level: 1 + upTo(5) })
      case 1: {
        const code = repeat(upTo(3), text).join('\n')
        return schema.node(
          'codeBlock',
          { language: pick([null, 'js', 'c++', 'math', 'mermaid']) },
          code === '' ? [] : [schema.text(code)],
        )
      }
      case 2:
        return schema.node('horizontalRule')
      case 4:
        return random() < 0.3 ? schema.node(pick(['pageBreak', 'tableOfContents'])) : paragraph()
      case 3:
        return schema.node('image', {
          src: '/api/documents/a/images/b.png',
          alt: pick(['', 'a [b] "c"', 'ñ']),
          caption: pick(['', '', 'One "two" (three)']),
          size: pick([null, null, 40]),
          align: pick([null, null, 'left', 'right']),
        })
      case 8:
        return schema.node('blockquote', null, blocks(depth - 1, 2))
      case 9:
        return schema.node('bulletList', null, items('listItem', depth))
      case 10:
        return schema.node('orderedList', { start: upTo(12) }, items('listItem', depth))
      case 11:
        return schema.node('taskList', null, items('taskItem', depth))
      case 12:
        return schema.node('callout', { kind: pick(['note', 'tip']) }, blocks(depth - 1, 2))
      case 13:
        return schema.node('toggle', null, blocks(depth - 1, 3))
      case 14:
        return table(depth)
      default:
        return paragraph()
    }
  }
  const blocks = (depth: number, most: number): Node[] => repeat(1 + upTo(most - 1), () => block(depth))

  const doc = schema.node('doc', null, blocks(3, 6))
  doc.check()
  return doc
}

/** The text of a document, spaces aside: files may fold them. What notes say stands apart from their lines. */
export function bareText(doc: Node): string {
  let text = ''
  doc.descendants((node) => {
    if (node.isText) text += node.text
    else if (node.type.name === 'mention') text += `@${node.attrs['label']}`
    else if (node.type.name === 'footnote') text += `⟦${bareText(node)}⟧`
    // A formula of nothing is nothing in a file.
    else if (node.attrs['tex'] !== '') text += ' '
    return node.type.name !== 'footnote'
  })
  return text.replaceAll(/[\s\u00A0]+/g, ' ').trim()
}
