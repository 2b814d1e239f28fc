import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'

import { aroundSelect, attributeSelect } from '#features/editor/node-views/attribute-select'
import { codeLanguage, codeLanguages } from '#features/editor/node-views/code-languages'
import type { NodeWords } from '#features/editor/node-views/node-views'

/** Code with the choice of its language in the corner. */
export function codeBlockView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  words: NodeWords,
): NodeView {
  const dom = document.createElement('div')
  dom.className = 'code-block'
  const label = words('codeLanguage')
  const select = attributeSelect({ view, getPos, attribute: 'language', className: 'code-language', label })
  const pre = document.createElement('pre')
  pre.spellcheck = false
  const contentDOM = document.createElement('code')
  pre.append(contentDOM)
  dom.append(select, pre)

  const show = ({ attrs }: Node) => {
    const language = typeof attrs['language'] === 'string' ? codeLanguage(attrs['language']) : ''
    select.replaceChildren(...languageOptions(language, words))
    select.value = language
    select.disabled = !view.editable
  }
  show(node)
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== node.type) return false
      if (next.attrs['language'] !== node.attrs['language'] || select.disabled === view.editable) show(next)
      node = next
      return true
    },
    ...aroundSelect(select, contentDOM),
  }
}

function languageOptions(current: string, words: NodeWords): HTMLOptionElement[] {
  const names = Object.entries(codeLanguages)
  const isOther = current !== '' && !(current in codeLanguages)
  return [
    new Option(words('plainCode'), ''),
    ...(isOther ? [new Option(current, current)] : []),
    ...names.map(([value, name]) => new Option(name, value)),
  ]
}
