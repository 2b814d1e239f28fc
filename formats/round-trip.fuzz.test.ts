// @vitest-environment jsdom
import type { Node } from '@tiptap/pm/model'
import { describe, expect, it } from 'vitest'

import { mathMlOf } from '#formats/html/math-ml'
import { readHtml } from '#formats/html/read-html'
import { writeBodyAsHtml } from '#formats/html/write-html'
import { writeMarkdown } from '#formats/markdown/write-markdown'
import { bareText, randomDocument, seededRandom } from '#formats/testing/random-document'
import { markdownDocument, schema } from '#formats/testing/formats-for-tests'
import { holdsFormulas } from '#formats/write-file'

// FUZZ_SEED=n tries one seed, FUZZ_COUNT=n that many from it on.
const first = Number(process.env['FUZZ_SEED'] ?? 1)
const count = Number(process.env['FUZZ_COUNT'] ?? (process.env['FUZZ_SEED'] ? 1 : 40))
const seeds = Array.from({ length: count }, (_, index) => first + index)
const documents = seeds.map((seed) => ({ seed, doc: randomDocument(schema, seededRandom(seed)) }))
const timeout = 20_000 + count * 500

const line = (...content: Node[]) => schema.node('paragraph', null, content)
const emptyRow = () => schema.node('tableRow', null, [schema.node('tableCell', null, [line()])])

/** Each was found by a seed of its time, when documents were made otherwise. */
const foundBefore: readonly (readonly [string, Node])[] = [
  [
    'two dollars before a sign that is escaped, and a formula',
    line(schema.text('$$~~', [schema.mark('underline')]), schema.node('inlineFormula', { tex: 'a_1' })),
  ],
  [
    'a break before a space that does not break',
    line(schema.node('hardBreak'), schema.text('\u00A0', [schema.mark('italic')])),
  ],
  [
    'two formulas with nothing between them',
    line(schema.node('inlineFormula', { tex: 'x' }), schema.node('inlineFormula', { tex: 'y' })),
  ],
  [
    'a dollar directly behind a formula',
    line(schema.node('inlineFormula', { tex: '\\| v \\|' }), schema.text('$ uno')),
  ],
  ['a table of nothing', schema.node('table', null, [emptyRow(), emptyRow()])],
  [
    'a sign that is a link in a heading, as those that lead to it are on sites',
    schema.node('heading', { level: 2 }, [
      schema.text('Uno '),
      schema.text('#', [schema.mark('link', { href: '/d/abc#e' })]),
    ]),
  ],
]

/** What a toggle always shows, where that says nothing: what stands below must not come in its place. */
const emptyFirst: readonly (readonly [string, Node])[] = [
  ['line', line()],
  ['heading', schema.node('heading', { level: 2 })],
  ['block of code', schema.node('codeBlock')],
]

function formulasOf(doc: Node): unknown[] {
  const found: unknown[] = []
  doc.descendants(({ type, attrs }) => {
    if (type.name === 'inlineFormula') found.push(attrs['tex'])
  })
  return found
}

describe.each(foundBefore)('%s', (_, block) => {
  const doc = schema.node('doc', null, block)

  it('comes back from Markdown and from HTML', () => {
    const again = markdownDocument(writeMarkdown(doc))
    expect(bareText(again)).toBe(bareText(doc))
    expect(formulasOf(again)).toEqual(formulasOf(doc))
    expect(readHtml(writeBodyAsHtml(doc), schema).eq(doc)).toBe(true)
  })
})

describe.each(emptyFirst)('a toggle in a list whose first block is an empty %s', (_, empty) => {
  it('is the same after Markdown', () => {
    const toggle = schema.node('toggle', null, [empty, line(schema.text('uno'))])
    const item = schema.node('listItem', null, [line(), toggle])
    const doc = schema.node('doc', null, schema.node('bulletList', null, item))
    const again = markdownDocument(writeMarkdown(doc))
    expect(again.toJSON()).toEqual(doc.toJSON())
  })
})

function tableOf(text: string): Node {
  const cell = schema.node('tableHeader', null, [line(schema.text(text))])
  return schema.node('doc', null, schema.node('table', null, schema.node('tableRow', null, cell)))
}

it('a space at the edge of a cell makes no difference to the table around it', () => {
  expect(writeMarkdown(tableOf(' uno '))).toBe(writeMarkdown(tableOf('uno')))
})

describe('any document of the schema', () => {
  it(
    'keeps its text through Markdown, and the second pass is the same bytes',
    () => {
      for (const { seed, doc } of documents) {
        const again = markdownDocument(writeMarkdown(doc))
        expect(bareText(again), `seed ${seed}`).toBe(bareText(doc))
        const written = writeMarkdown(again)
        expect(writeMarkdown(markdownDocument(written)), `seed ${seed}`).toBe(written)
      }
    },
    timeout,
  )

  it(
    'keeps its text through HTML, and the second pass is the same bytes',
    () => {
      for (const { seed, doc } of documents) {
        const again = readHtml(writeBodyAsHtml(doc), schema)
        expect(bareText(again), `seed ${seed}`).toBe(bareText(doc))
        const written = writeBodyAsHtml(again)
        expect(writeBodyAsHtml(readHtml(written, schema)), `seed ${seed}`).toBe(written)
      }
    },
    timeout,
  )

  it(
    'is the same through HTML with its formulas drawn',
    () => {
      // A few: reading is what takes the time, and it is the same whatever stands around a formula.
      const few = documents.filter(({ doc }) => holdsFormulas(doc)).slice(0, Math.ceil(count / 6))
      for (const { seed, doc } of few) {
        const again = readHtml(writeBodyAsHtml(doc, { formula: mathMlOf }), schema)
        expect(again.eq(readHtml(writeBodyAsHtml(doc), schema)), `seed ${seed}`).toBe(true)
      }
    },
    timeout,
  )
})
