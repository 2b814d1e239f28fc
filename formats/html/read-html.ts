import { DOMParser as DocumentParser, type Node, type Schema } from '@tiptap/pm/model'

/** HTML as a document, by the schema, in a browser. Parsed inertly: nothing in it runs or loads. */
export function readHtml(html: string, schema: Schema): Node {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return DocumentParser.fromSchema(schema).parse(page.body)
}
