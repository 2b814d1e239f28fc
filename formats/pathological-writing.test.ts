import { getSchema } from '@tiptap/core'
import { Fragment, type Node } from '@tiptap/pm/model'
import { expect, it } from 'vitest'

import type { FileFormat } from '#formats/file-formats'
import { writeFile } from '#formats/write-file'
import { documentExtensions } from '#schema/document-extensions'

// Documents that are cheap to make and could be dear to save: the server that writes them answers everybody else, too.

const schema = getSchema(documentExtensions())
const maxCpuSeconds = 8

const text = (letters: string, ...marks: string[]) =>
  schema.text(
    letters,
    marks.map((mark) => schema.mark(mark)),
  )
const hardBreak = () => schema.node('hardBreak')
const boldMention = () =>
  schema.node('mention', { kind: 'document', id: 'abc', label: 'a' }).mark([schema.mark('bold')])

it.each<[string, FileFormat, number, () => readonly Node[]]>([
  ['runs that are bold and not', 'html', 200_000, () => [text('a'), text('b', 'bold')]],
  ['runs that are bold and not', 'txt', 200_000, () => [text('a'), text('b', 'bold')]],
  ['mentions in one bold run', 'html', 40_000, () => [text('a ', 'bold'), boldMention()]],
  ['mentions in one bold run', 'md', 40_000, () => [text('a ', 'bold'), boldMention()]],
  ['lines of one letter', 'md', 100_000, () => [text('a'), hardBreak()]],
  ['lines of spaces', 'md', 200_000, () => [text(' '), hardBreak()]],
])('nothing but %s is saved as %s in time', (_what, format, length, pair) => {
  const nodes = Array.from({ length: length / 2 }, pair).flat()
  const doc = schema.node('doc', null, schema.node('paragraph', null, Fragment.fromArray(nodes)))
  const before = process.cpuUsage()
  const file = writeFile(doc, format, { title: 'a', language: 'en', imageAddress: (src) => src })
  const { user, system } = process.cpuUsage(before)
  expect(file).toEqual(expect.any(String))
  expect((user + system) / 1e6).toBeLessThan(maxCpuSeconds)
})
