import type { Node, Schema } from '@tiptap/pm/model'

import { breakLines } from '#schema/line-breaks'

/**
 * Plain text as a document. Where empty lines part it, they part paragraphs, and the lines in between keep
 * their breaks; where there are none, each line is a paragraph.
 */
export function readText(text: string, schema: Schema): Node {
  const trimmed = text.replaceAll(/\r\n?/g, '\n').replaceAll(/^\n+|\s+$/g, '')
  const parts = /\n[ \t]*\n/.test(trimmed) ? trimmed.split(/\n[ \t]*(?:\n[ \t]*)+/) : trimmed.split('\n')
  const blocks = parts.map((part) =>
    schema.node('paragraph', null, part === '' ? [] : breakLines(part, [], schema, false)),
  )
  return schema.node('doc', null, blocks)
}
