/** Where a pattern fits in one text, in UTF-16 code units, with what its groups took. */
export type TextMatch = {
  readonly index: number
  readonly text: string
  readonly groups: readonly (string | undefined)[]
}

/** Every place the pattern fits, without those where it takes no letter. */
export function textMatches(text: string, pattern: RegExp): TextMatch[] {
  const matches: TextMatch[] = []
  for (const found of text.matchAll(pattern)) {
    const [taken, ...groups] = found
    if (taken !== '') matches.push({ index: found.index, text: taken, groups })
  }
  return matches
}

/** The replacement with `$1` to `$9`, `$&` and `$$` filled in, as regular expressions have them. */
export function filledReplacement(replacement: string, { text, groups }: TextMatch): string {
  return replacement.replaceAll(/\$([$&1-9])/g, (_, what: string) => {
    if (what === '$') return '$'
    return what === '&' ? text : (groups[Number(what) - 1] ?? '')
  })
}
