import { mathMlSource } from '#formats/html/clean/math-ml-source'
import { formulaLanguage } from '#schema/nodes/code-block'

/** What sites put around a formula: MathML for those who hear it, glyphs or a picture for the eye. */
const wrappers = '[data-formula],.katex-display,.mwe-math-element,mjx-container'
/** Wikipedia's pictures of formulas say what they show. */
const pictures = 'img[class*="mwe-math-fallback-image"]'

/**
 * Formulas as the schema has them: by the TeX that KaTeX, Wikipedia, LaTeXML and our own files bring along, and
 * where it was left behind by what their MathML says.
 */
export function formulas(body: HTMLElement): void {
  for (const math of body.querySelectorAll('math')) {
    const tex = texOf(math)
    if (!/[^\s\\]/.test(tex)) continue
    const place = math.closest(wrappers) ?? math.closest('.katex') ?? math
    place.replaceWith(formula(body, tex, math.getAttribute('display') === 'block'))
  }
  for (const picture of body.querySelectorAll(pictures)) {
    const tex = withoutStyle(picture.getAttribute('alt') ?? '')
    if (tex.trim() !== '') picture.replaceWith(formula(body, tex, /-display\b/.test(picture.className)))
  }
}

function texOf(math: Element): string {
  const annotation = math.querySelector('annotation[encoding="application/x-tex"]')
  // Some programs leave them empty.
  const written = [annotation?.textContent, math.getAttribute('alttext')].find((tex) => tex?.trim())
  return withoutStyle(written ?? mathMlSource(math))
}

/** Wikipedia says of each formula how large it is to be. */
function withoutStyle(tex: string): string {
  return /^\s*\{\\(?:display|text)style ([\s\S]*)\}\s*$/.exec(tex)?.[1]?.trim() ?? tex
}

function formula({ ownerDocument }: HTMLElement, tex: string, isBlock: boolean): Element {
  const made = ownerDocument.createElement(isBlock ? 'pre' : 'span')
  if (!isBlock) {
    made.setAttribute('data-formula', '')
    made.textContent = tex
    return made
  }
  const code = ownerDocument.createElement('code')
  code.className = `language-${formulaLanguage}`
  code.textContent = tex
  made.append(code)
  return made
}
