// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'

import { readHtml } from '#formats/html/read-html'
import { writeBodyAsHtml } from '#formats/html/write-html'
import { writeMarkdown } from '#formats/markdown/write-markdown'
import { bareText, randomDocument, seededRandom } from '#formats/testing/random-document'
import { markdownDocument, schema } from '#formats/testing/formats-for-tests'

// FUZZ_SEED=n tries one seed, FUZZ_COUNT=n that many from it on.
const first = Number(process.env['FUZZ_SEED'] ?? 1)
const count = Number(process.env['FUZZ_COUNT'] ?? (process.env['FUZZ_SEED'] ? 1 : 60))
const seeds = Array.from({ length: count }, (_, index) => first + index)
const documents = seeds.map((seed) => ({ seed, doc: randomDocument(schema, seededRandom(seed)) }))
const timeout = 10_000 + count * 100

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
})
