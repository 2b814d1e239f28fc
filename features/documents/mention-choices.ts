/** Whom and what somebody may name in a document, as the app knows it. */
export type MentionChoices = {
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly documents: readonly { readonly id: string; readonly title: string }[]
}

/** What documents are called now, by id; null for the untitled. Those that the asker may not read are not in it. */
export type DocumentTitles = Readonly<Record<string, string | null>>

/** So many are told at once. */
export const mostTitles = 50
