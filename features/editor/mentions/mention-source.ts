/** What may be named, by what is written behind the sign. */
export type MentionChoice =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly color: string | null }
  | { readonly kind: 'document'; readonly id: string; readonly name: string }

/** Somebody with the document open. */
export type PersonInSight = { readonly id: string; readonly name: string | null; readonly color: string }

/** Where the editor learns of people and documents: the page knows them. */
export type MentionSource = {
  /** Who is here now. */
  readonly people: readonly PersonInSight[]
  readonly search: (text: string) => Promise<{
    readonly people: readonly { readonly id: string; readonly name: string }[]
    readonly documents: readonly { readonly id: string; readonly title: string }[]
  }>
  /** By id, null for the untitled, without those that this reader may not know. */
  readonly titles: (ids: readonly string[]) => Promise<Readonly<Record<string, string | null>>>
}

const mostPeople = 6

/** People here first, then those the app knows; of both the ones whose name has what was written. */
export function mentionChoices(
  text: string,
  here: readonly PersonInSight[],
  found: Awaited<ReturnType<MentionSource['search']>>,
): MentionChoice[] {
  const wanted = folded(text)
  const people = new Map<string, MentionChoice>()
  for (const { id, name, ...rest } of [...here, ...found.people]) {
    if (name === null || people.has(id) || !wordsOf(name).some((word) => word.startsWith(wanted))) continue
    people.set(id, { kind: 'person', id, name, color: 'color' in rest ? rest.color : null })
  }
  const documents = found.documents.map(({ id, title }) => ({ kind: 'document', id, name: title }) as const)
  return [...[...people.values()].slice(0, mostPeople), ...documents]
}

/** The whole name and what begins within it. */
function wordsOf(name: string): string[] {
  const words = folded(name).split(' ')
  return words.map((_, index) => words.slice(index).join(' '))
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}
