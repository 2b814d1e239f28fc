import { useMemo, useSyncExternalStore } from 'react'

import { PeopleHere, type AwarenessView, type PersonHere } from '#features/presence/people-here'

const nobody: readonly PersonHere[] = []
const noSubscription = () => () => {}
const getNobody = () => nobody

/** Who is in the document, self first; nobody until there is an awareness. */
export function usePeopleHere(awareness: AwarenessView | null): readonly PersonHere[] {
  const peopleHere = useMemo(() => awareness && new PeopleHere(awareness), [awareness])
  return useSyncExternalStore(
    peopleHere?.subscribe ?? noSubscription,
    peopleHere?.getPeople ?? getNobody,
    getNobody,
  )
}
