import { renderToString } from 'katex'

/** In em: what a formula may claim for itself. */
const maxSize = 20
const maxExpand = 500

/**
 * A formula as MathML that bears its TeX, so that browsers and other programs show it and its source is not
 * lost; null where the TeX is not understood. It loads nothing and leads nowhere (`trust`). Fetch it with
 * `import()` only: KaTeX is large.
 */
export function mathMlOf(tex: string, isDisplayed: boolean): string | null {
  if (tex.trim() === '') return null
  try {
    const html = renderToString(tex, {
      output: 'mathml',
      displayMode: isDisplayed,
      trust: false,
      strict: 'ignore',
      maxSize,
      maxExpand,
      throwOnError: true,
    })
    return /<math\b[\s\S]*<\/math>/.exec(html)?.[0] ?? null
  } catch {
    // Half-written, or more than it knows: the file has the source.
    return null
  }
}

/** The same until so many letters of TeX were drawn: what comes behind them stays the source it is. */
export function mathMlUpTo(maxLetters: number): typeof mathMlOf {
  let lettersLeft = maxLetters
  return (tex, isDisplayed) => {
    lettersLeft -= tex.length
    return lettersLeft < 0 ? null : mathMlOf(tex, isDisplayed)
  }
}
