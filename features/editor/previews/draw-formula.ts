import 'katex/dist/katex.min.css'
import { ParseError, render } from 'katex'

import type { Problem } from '#features/editor/previews/previews'

/** In em: what a formula may claim for itself. */
const maxSize = 20
const maxExpand = 500
/** Letters of the source that are quoted where it is wrong. */
const quotedLength = 16

/**
 * Shows a formula in an element: as glyphs for the eye and as MathML for those who hear it. Its source may load
 * nothing, lead nowhere and bring no attributes (`trust`). Fetch it with `import()` only: KaTeX is large.
 */
export function drawFormula(element: HTMLElement, tex: string, display: boolean): Problem | null {
  const drawn = document.createElement('span')
  try {
    render(tex, drawn, {
      displayMode: display,
      trust: false,
      strict: 'ignore',
      maxSize,
      maxExpand,
      throwOnError: true,
    })
  } catch (error) {
    return problemOf(error, tex)
  }
  element.replaceChildren(...drawn.childNodes)
  return null
}

function problemOf(error: unknown, tex: string): Problem {
  const position = error instanceof ParseError ? error.position : undefined
  const part = typeof position === 'number' ? tex.slice(position, position + quotedLength).trim() : ''
  return part === '' ? { key: 'formulaUnfinished' } : { key: 'formulaError', values: { part } }
}
