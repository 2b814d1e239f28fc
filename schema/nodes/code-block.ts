import { InputRule, textblockTypeInputRule } from '@tiptap/core'
import { CodeBlock as TipTapCodeBlock } from '@tiptap/extension-code-block'

import { checkedAttribute } from '#schema/checked-attribute'
import { commentMarkName } from '#schema/marks/comment'
import { objectsAsText } from '#schema/objects-as-text'

const languagePattern = /^[\w+#.-]{1,40}$/

/** Code in this language is a formula in TeX. */
export const formulaLanguage = 'math'

/** What stands behind the signs that are typed stays, as the text it says. */
function keepingObjects({ find, handler, undoable }: InputRule): InputRule {
  return new InputRule({
    find,
    undoable,
    handler(props) {
      const { $from } = props.state.selection
      objectsAsText(props.state.tr, $from.pos, $from.end())
      return handler(props)
    },
  })
}

/** The language becomes a class name, hence the pattern. A formula is also typed as `$$ `. */
export const CodeBlock = TipTapCodeBlock.extend({
  // No look of its own, but what is said of its letters or proposed for them.
  marks: `${commentMarkName} insertion deletion`,

  addAttributes() {
    return {
      language: checkedAttribute<string | null>({
        default: null,
        accepts: (value) => value === null || (typeof value === 'string' && languagePattern.test(value)),
        parseHTML: (element) =>
          /(?:^|\s)language-(\S+)/.exec(element.firstElementChild?.className ?? '')?.[1] ?? null,
        renderHTML: () => ({}),
      }),
    }
  },

  addInputRules() {
    const formula = textblockTypeInputRule({
      find: /^\$\$\s$/,
      type: this.type,
      getAttributes: { language: formulaLanguage },
    })
    return [...(this.parent?.() ?? []), formula].map(keepingObjects)
  },

  renderHTML({ node, HTMLAttributes }) {
    const language: unknown = node.attrs['language']
    const isNamed = typeof language === 'string' && languagePattern.test(language)
    return ['pre', HTMLAttributes, ['code', isNamed ? { class: `language-${language}` } : {}, 0]]
  },
})
