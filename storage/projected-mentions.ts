import type { StoredMention } from '#storage/document-update-store'

/** As a projection's row keeps them: with the authors of before, where a mention is the same and its author not told anew. */
export function writeMentions(mentions: readonly StoredMention[], before: string | undefined): string {
  const known = new Map(readMentions(before).map((mention) => [mention.userId, mention]))
  return JSON.stringify(
    mentions.map((mention) => {
      const { by, count } = known.get(mention.userId) ?? {}
      return mention.by === '' && by !== undefined && count === mention.count ? { ...mention, by } : mention
    }),
  )
}

/** As they were written here. */
export function readMentions(text = '[]'): StoredMention[] {
  return JSON.parse(text) as StoredMention[]
}
