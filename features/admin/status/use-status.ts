import { useEffect, useState } from 'react'

import { keepStatus, type KeptNode } from '#features/admin/status/kept-status'
import { requestStatus } from '#features/admin/status/request-status'

/** Where no news come, as of a server that is down, it is asked for this often. */
const askAgainMs = 6_000

export type StatusState = {
  readonly nodes: readonly KeptNode[]
  readonly state: 'waiting' | 'here' | 'unreachable' | 'forbidden'
}

/** Listens for news of how the servers are doing. @returns the end of listening. */
export type ListenToStatus = (onNews: () => void) => () => void

/** How the servers are doing, kept up to date for as long as somebody can see it. */
export function useStatus(listen: ListenToStatus): StatusState {
  const [status, setStatus] = useState<StatusState>({ nodes: [], state: 'waiting' })
  useEffect(() => {
    let nodes: readonly KeptNode[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    let isAsking = false
    const watch = new AbortController()
    const ask = async (): Promise<void> => {
      if (isAsking || watch.signal.aborted || document.visibilityState === 'hidden') return
      isAsking = true
      clearTimeout(timer)
      const answer = await requestStatus(nodes)
      isAsking = false
      if (watch.signal.aborted) return
      if (answer === 'forbidden') {
        end()
        return setStatus({ nodes: [], state: 'forbidden' })
      }
      timer = setTimeout(() => void ask(), askAgainMs)
      if (answer !== 'unreachable') nodes = keepStatus(nodes, answer)
      setStatus({ nodes, state: answer === 'unreachable' ? 'unreachable' : 'here' })
    }
    const endListening = listen(() => void ask())
    const end = (): void => {
      watch.abort()
      clearTimeout(timer)
      endListening()
    }
    document.addEventListener('visibilitychange', () => void ask(), { signal: watch.signal })
    void ask()
    return end
  }, [listen])
  return status
}
