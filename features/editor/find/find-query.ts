/** What is looked for, as the person asked for it. */
export type FindQuery = {
  readonly text: string
  readonly matchCase: boolean
  readonly wholeWord: boolean
  readonly isPattern: boolean
}

export const noQuery: FindQuery = { text: '', matchCase: false, wholeWord: false, isPattern: false }

const letter = String.raw`[\p{L}\p{M}\p{N}_]`

/** @returns null where there is nothing to look for, `invalid` for a pattern that is none */
export function queryPattern({
  text,
  matchCase,
  wholeWord,
  isPattern,
}: FindQuery): RegExp | null | 'invalid' {
  if (text === '') return null
  const source = isPattern ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  const whole = wholeWord ? `(?<!${letter})(?:${source})(?!${letter})` : source
  try {
    // By itself first: `a)(b` is none, whatever is put around it.
    if (isPattern) void new RegExp(source, 'u')
    return new RegExp(whole, matchCase ? 'gu' : 'giu')
  } catch {
    return 'invalid'
  }
}
