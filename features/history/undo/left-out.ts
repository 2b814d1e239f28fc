import { type DocumentLife, lifeKinds } from '#protocol/document-life'

/** Whose work is left out of a text: what these people wrote after a version. */
export type LeftOut = {
  /** By their places in the life. */
  readonly people: ReadonlySet<number>
  /** The number of the newest entry that stays whoever made it. */
  readonly since: number
}

/** Tells by their numbers which entries are left out: only what somebody's hand did, not the mark of a comment. */
export function isLeftOut(
  { writers, kinds }: Pick<DocumentLife, 'writers' | 'kinds'>,
  { people, since }: LeftOut,
): (sequence: number) => boolean {
  const written = lifeKinds.indexOf('written')
  return (sequence) =>
    sequence > since &&
    sequence <= writers.length &&
    people.has(writers[sequence - 1] as number) &&
    kinds[sequence - 1] === written
}
