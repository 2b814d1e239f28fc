import { useEffect, useState } from 'react'

import type { History } from '#features/history/history-file'
import { requestHistory } from '#features/history/history-requests'
import { Past } from '#features/history/past'
import { peopleOfHistory, type PersonOfHistory } from '#features/history/people-of-history'

export type OpenHistory = {
  readonly past: Past
  readonly people: readonly PersonOfHistory[]
  readonly named: History['named']
  readonly takes: History['takes']
}

type State = OpenHistory | 'loading' | 'failed' | 'tooLong'

/** Fetches the history of a document once for as long as it is looked at. */
export function useHistory(
  documentId: string,
  colors: readonly string[],
  here: ReadonlyMap<string, string>,
): { history: State; again: () => void; setNamed: (named: History['named']) => void } {
  const [history, setHistory] = useState<State>('loading')
  // Colours must not change under what is drawn with them.
  const [given, setGiven] = useState({ colors, here })
  useEffect(() => {
    let wanted = true
    let past: Past | undefined
    const open = async (): Promise<State> => {
      const found = await requestHistory(documentId)
      if (found === 'tooLong') return found
      const people = peopleOfHistory(found, given.colors, given.here)
      past = new Past(found.life, (person) => people[person]?.color ?? '#625d56')
      if (!wanted) past.destroy()
      return { past, people, named: found.named, takes: found.takes }
    }
    void open()
      .catch((error: unknown): State => {
        console.warn('the history did not come', error)
        return 'failed'
      })
      .then((state) => wanted && setHistory(state))
    return () => {
      wanted = false
      past?.destroy()
    }
  }, [documentId, given])
  return {
    history,
    again: () => {
      setHistory('loading')
      setGiven((now) => ({ ...now }))
    },
    setNamed: (named) => setHistory((now) => (typeof now === 'string' ? now : { ...now, named })),
  }
}
