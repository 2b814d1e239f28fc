import type { Literal } from 'mdast'
import type { Extension as FromMarkdown } from 'mdast-util-from-markdown'
import type { Options as ToMarkdown } from 'mdast-util-to-markdown'

/** Within a line; `isDisplayed` if it was written with two dollars. */
export interface InlineFormula extends Literal {
  type: 'inlineMath'
  isDisplayed?: boolean
}

/** Lines of TeX. */
export interface FormulaBlock extends Literal {
  type: 'math'
}

declare module 'mdast' {
  interface PhrasingContentMap {
    inlineMath: InlineFormula
  }
  interface BlockContentMap {
    math: FormulaBlock
  }
  interface RootContentMap {
    inlineMath: InlineFormula
    math: FormulaBlock
  }
}

declare module 'mdast-util-to-markdown' {
  interface ConstructNameMap {
    inlineMath: 'inlineMath'
    math: 'math'
  }
}

/** From what `formula-syntax.ts` finds to the tree that Markdown is read as. */
export const formulasFromMarkdown: FromMarkdown = {
  enter: {
    formula(token) {
      this.enter({ type: 'inlineMath', value: '' }, token)
    },
    formulaBlock(token) {
      this.enter({ type: 'math', value: '' }, token)
    },
  },
  exit: {
    formula(token) {
      const [, signs = '', value = ''] = /^(\$+)([\s\S]*?)\1$/.exec(this.sliceSerialize(token)) ?? []
      const node = this.stack.at(-1)
      if (node?.type === 'inlineMath') {
        node.value = value.replaceAll(/\r\n?|\n/g, ' ').trim()
        node.isDisplayed = signs.length > 1
      }
      this.exit(token)
    },
    formulaBlock(token) {
      const lines = this.sliceSerialize(token).split(/\r\n?|\n/)
      // The end of the file also ends it, with or without a line end of its own.
      const isClosed = lines.length > 1 && /^\s*(?:\$\$\s*)?$/.test(lines.at(-1) ?? '')
      const node = this.stack.at(-1)
      if (node?.type === 'math') node.value = lines.slice(1, isClosed ? -1 : undefined).join('\n')
      this.exit(token)
    },
  },
}

/** Back to Markdown, and what must be escaped there so that a dollar stays one. */
export const formulasToMarkdown: ToMarkdown = {
  // What must follow is said with the sign, not as `after`: that is taken for met by a backslash that comes next.
  unsafe: [{ character: '$(?=[^\\t\\n\\r ])', inConstruct: 'phrasing' }],
  handlers: {
    inlineMath({ value }: InlineFormula, _parent, state) {
      // In a table a bar would end the cell.
      const tex = state.stack.includes('tableCell')
        ? value.replaceAll(/\\[\s\S]|\|/g, (sign) => (sign === '|' ? '\\vert ' : sign)).trim()
        : value
      const isPlain =
        /^\S(?:.*\S)?$/.test(tex) && !/(?<!\\)(?:\\\\)*\$/.test(tex) && !/(?<!\\)(?:\\\\)*\\$/.test(tex)
      return isPlain ? `$${tex}$` : `$$ ${tex.replaceAll('$$', '$ $').trim()} $$`
    },
    math({ value }: FormulaBlock) {
      return `$$\n${value}\n$$`
    },
  },
}
