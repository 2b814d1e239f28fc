import { textMatches } from '#features/editor/find/text-matches'

/** Texts to look through with a pattern; the answer has the matches of each. */
export type PatternRequest = {
  readonly id: number
  readonly source: string
  readonly flags: string
  readonly texts: readonly string[]
}

addEventListener('message', ({ data }: MessageEvent<PatternRequest>) => {
  const pattern = new RegExp(data.source, data.flags)
  postMessage({ id: data.id, matches: data.texts.map((text) => textMatches(text, pattern)) })
})
