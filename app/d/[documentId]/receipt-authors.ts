import { useEffect, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'

import { requestHistory } from '#features/history/history-requests'
import type { History } from '#features/history/history-file'
import { sequenceOf } from '#protocol/document-life'

type Trace = { readonly came: Y.ID | null; readonly went: Y.ID | null }
type Author = { readonly name: string } | 'self' | null

/**
 * Who made a change: as the history says, for those who may look into it; else whoever is here under the same client id,
 * which only others' good will vouches for.
 */
export function useReceiptAuthors(
  { documentId, userId, awareness }: { documentId: string; userId: string; awareness: Awareness },
  mayLookBack: boolean,
): (trace: Trace) => Author {
  const [history, setHistory] = useState<Pick<History, 'life' | 'people'> | null>(null)
  useEffect(() => {
    if (!mayLookBack) return undefined
    let wanted = true
    requestHistory(documentId).then(
      (found) => wanted && found !== 'tooLong' && setHistory(found),
      // The list says "somebody else" then, and all else is as it is.
      (error: unknown) => console.warn('the history did not come', error),
    )
    return () => {
      wanted = false
    }
  }, [documentId, mayLookBack])
  return (trace) => {
    const known = history && authorIn(history, trace)
    if (known !== null) return known.id === userId ? 'self' : known
    const { user } = (awareness.getStates().get(trace.came?.client ?? -1) ?? {}) as { user?: unknown }
    const { id, name } = (user ?? {}) as { id?: unknown; name?: unknown }
    if (typeof name !== 'string') return null
    return id === userId ? 'self' : { name }
  }
}

function authorIn({ life, people }: Pick<History, 'life' | 'people'>, { came, went }: Trace) {
  const sequence =
    (came && sequenceOf(life.births.get(came.client), came.clock)) ||
    (went && sequenceOf(life.deaths.get(went.client), went.clock))
  const id = sequence ? life.people[life.writers[sequence - 1] ?? 0] : undefined
  const name = people.find((person) => person.id === id)?.name
  return id !== undefined && name !== undefined ? { id, name } : null
}
