/**
 * What the app asks of the collab server to have the text of a thread marked. The positions are Yjs' relative ones,
 * encoded and in base64, of whichever state their author's copy of the document was in.
 */
export type CommentMarkRequest = {
  readonly thread: string
  /** On whose behalf. */
  readonly userId: string
  readonly start: string
  readonly end: string
  /** Between them, as the author saw them, one for each position; empty where they are too many. */
  readonly letters: string
}

/** `quote`: how the marked text reads. `gone`: nothing of it is left. The others are the author's mistake. */
export type CommentMarkAnswer =
  | { readonly outcome: 'marked'; readonly quote: string }
  | { readonly outcome: 'gone' | 'tooLong' | 'malformed' }

/** A position is some numbers; what is longer is none. */
export const maxPositionLength = 200
export const maxCommentedLetters = 500
