import { closeCodes, closeNameOf } from '#protocol/close-codes'

/** Why a session has stopped and will not reconnect by itself. */
export type SessionProblem =
  | 'gone'
  | 'forbidden'
  | 'damaged'
  | 'schemaOutdated'
  | 'tooBig'
  | 'documentFull'
  | 'onlySuggestions'
  | 'malformed'

export type CloseDecision = { next: 'retry' | 'reauthenticate' } | { next: 'stop'; problem: SessionProblem }

const problemOf: Partial<Record<string, SessionProblem>> = {
  gone: 'gone',
  damaged: 'damaged',
  schemaOutdated: 'schemaOutdated',
  tooBig: 'tooBig',
  documentFull: 'documentFull',
  onlySuggestions: 'onlySuggestions',
} satisfies Partial<Record<keyof typeof closeCodes, SessionProblem>>

/** What a close code means for the session; `undefined` stands for a connection that we gave up. */
export function decideOnClose(code: number | undefined): CloseDecision {
  if (code === undefined) return { next: 'retry' }
  const name = closeNameOf(code)
  // By y-websocket's convention every 44xx is final, also one that a newer server has and we do not know.
  if (!name) return code >= 4400 && code < 4500 ? { next: 'stop', problem: 'malformed' } : { next: 'retry' }
  const { reaction } = closeCodes[name]
  return reaction === 'stop' ? { next: 'stop', problem: problemOf[name] ?? 'malformed' } : { next: reaction }
}

/**
 * How long to wait before the given attempt (from 1): doubling from 200 ms up to `longestMs`, with a
 * quarter of chance either way so that a restarted server is not met by everybody at once.
 */
export function backoffMs(attempt: number, longestMs: number, random: () => number = Math.random): number {
  const delay = Math.min(100 * 2 ** attempt, longestMs)
  return Math.round(delay * (0.75 + random() / 2))
}
