import { useEffect, useRef, useState } from 'react'

import type { SuggestingPerson } from '#features/suggestions/card-props'

const nobody: readonly SuggestingPerson[] = []
/** As the app takes at once. */
const mostAsked = 50

/**
 * Those who were here since the page was opened, and those who have left before, by the names under which the app
 * knows them.
 * @param authors ids of those whose names are wanted
 */
export function useSuggestingPeople(
  documentId: string,
  here: readonly SuggestingPerson[],
  authors: readonly string[],
): readonly SuggestingPerson[] {
  const [seen, setSeen] = useState({ here: nobody, all: nobody })
  const [left, setLeft] = useState(nobody)
  const asked = useRef(new Set<string>())
  const known = new Set(seen.all.map(({ id }) => id))
  const wanted = [...new Set(authors)].filter((id) => !known.has(id)).slice(0, mostAsked)
  const key = wanted.join('\n')
  useEffect(() => {
    const unknown = key === '' ? [] : key.split('\n').filter((id) => !asked.current.has(id))
    if (unknown.length === 0) return
    for (const id of unknown) asked.current.add(id)
    void namesOf(documentId, unknown).then((named) => setLeft((before) => [...before, ...named]))
  }, [documentId, key])
  if (seen.here !== here) {
    const now = new Set(here.map(({ id }) => id))
    setSeen({ here, all: [...here, ...seen.all.filter(({ id }) => !now.has(id))] })
  }
  return [...seen.all, ...left.filter(({ id }) => !known.has(id))]
}

async function namesOf(documentId: string, ids: readonly string[]): Promise<SuggestingPerson[]> {
  const asked = new URLSearchParams(ids.map((id) => ['id', id]))
  try {
    const response = await fetch(`/api/documents/${documentId}/names?${asked.toString()}`)
    if (!response.ok) throw new Error(`names were answered with ${response.status}`)
    const { people } = (await response.json()) as { people: { id: string; name: string }[] }
    return people.map((person) => ({ ...person, color: null }))
  } catch (error) {
    // Without its author's name a suggestion can be decided about all the same.
    console.warn('who has suggested something is not known', error)
    return []
  }
}
