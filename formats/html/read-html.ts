import {
  DOMParser as DocumentParser,
  type Node,
  type ParseRule,
  type Schema,
  type TagParseRule,
} from '@tiptap/pm/model'

import { cleanHtml } from '#formats/html/clean/clean-html'
import type { ImageReading } from '#formats/html/clean/images'

/** Images of the document itself, and links to all others. */
const noImages: ImageReading = {
  origin: '',
  keep: () => null,
  leftAsLink: () => {},
  missing: () => {},
}

/** HTML as a document, by the schema, in a browser. Parsed inertly: nothing in it runs or loads. */
export function readHtml(html: string, schema: Schema, images: ImageReading = noImages): Node {
  const page = new DOMParser().parseFromString(html, 'text/html')
  cleanHtml(page, images)
  const { rules } = DocumentParser.fromSchema(schema)
  const spaced = rules.filter(isSpacedLine).map(withSpaces)
  return new DocumentParser(schema, [...spaced, ...rules]).parse(page.body)
}

function isSpacedLine(rule: ParseRule): rule is TagParseRule {
  return 'node' in rule && (rule.node === 'paragraph' || rule.node === 'heading')
}

/** As our own files say of a line that its spaces count: ProseMirror would drop those at its end. */
function withSpaces(rule: TagParseRule): TagParseRule {
  return { ...rule, tag: `${rule.tag}[style*="white-space:pre-wrap"]`, preserveWhitespace: true }
}
