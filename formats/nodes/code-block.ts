import type { NodeFormat } from '#formats/node-format'

export const codeBlock: NodeFormat = {
  node: 'codeBlock',
  toMarkdown: (node) => [
    { type: 'code', lang: node.attrs['language'] as string | null, value: node.textContent },
  ],
  fromMarkdown: {
    code: ({ lang, value }, read) => [
      read.create('codeBlock', { language: lang ?? null }, value === '' ? [] : [read.schema.text(value)]),
    ],
  },
  toText: (node) => node.textContent,
}
