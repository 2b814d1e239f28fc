/** Somebody in the document, as far as it is told. */
export type KnownPerson = { readonly id: string; readonly name: string | null; readonly isSelf: boolean }

export type PeopleNews = {
  readonly come: readonly KnownPerson[]
  readonly gone: readonly KnownPerson[]
}

/** Who has come and who has gone since; what somebody is called now is no news. */
export function peopleNews(before: readonly KnownPerson[], now: readonly KnownPerson[]): PeopleNews {
  const missingIn = (others: readonly KnownPerson[]) => {
    const ids = new Set(others.map(({ id }) => id))
    return ({ id, isSelf }: KnownPerson) => !isSelf && !ids.has(id)
  }
  return { come: now.filter(missingIn(before)), gone: before.filter(missingIn(now)) }
}
