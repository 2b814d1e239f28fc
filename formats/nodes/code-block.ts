import type { NodeFormat } from '#formats/node-format'
import { formulaLanguage } from '#schema/nodes/code-block'

/** Formulas are code in a language of their own; Markdown sets them between lines of two dollars. */
export const codeBlock: NodeFormat = {
  node: 'codeBlock',
  toMarkdown: (node) => {
    const [lang, value] = [node.attrs['language'] as string | null, node.textContent]
    const isFormula = lang === formulaLanguage && !/^\s*\$\$\s*$/m.test(value)
    return isFormula ? [{ type: 'math', value }] : [{ type: 'code', lang, value }]
  },
  fromMarkdown: {
    code: ({ lang, value }, read) => [
      read.create('codeBlock', { language: lang ?? null }, value === '' ? [] : [read.schema.text(value)]),
    ],
    math: ({ value }, read) => [
      read.create('codeBlock', { language: formulaLanguage }, value === '' ? [] : [read.schema.text(value)]),
    ],
  },
  toText: (node) => node.textContent,
}
