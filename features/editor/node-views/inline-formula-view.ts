import type { Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'
import type { Formulas } from '#features/editor/previews/formulas'

/** A formula in its line: its source until it is drawn, and where it cannot be. */
export function inlineFormulaView(node: Node, formulas: Formulas, words: NodeWords): NodeView {
  const dom = document.createElement('span')
  dom.className = 'inline-formula'
  let shown: string | null = null
  const show = ({ attrs }: Node) => {
    const tex = String(attrs['tex'])
    if (tex === shown) return
    const isFirst = shown === null
    shown = tex
    dom.classList.remove('has-problem')
    dom.removeAttribute('title')
    dom.classList.toggle('is-empty', tex === '')
    if (tex === '') dom.textContent = words('formula')
    else {
      if (isFirst) dom.textContent = tex
      void draw(tex)
    }
  }
  const draw = async (tex: string) => {
    const problem = await formulas.draw(dom, tex, false, () => shown === tex)
    if (!problem || shown !== tex) return
    dom.textContent = tex
    dom.classList.add('has-problem')
    dom.title = words(problem.key, 'values' in problem ? problem.values : {})
  }
  show(node)
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
    destroy: () => {
      shown = null
    },
    ignoreMutation: () => true,
  }
}
