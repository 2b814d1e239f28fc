/**
 * What a client does after a close: `retry` with back-off, `reauthenticate` (fetch a fresh token,
 * then retry once) or `stop` until a person acts.
 */
export type CloseReaction = 'retry' | 'reauthenticate' | 'stop'

type CloseCode = { readonly code: number; readonly reaction: CloseReaction; readonly reason: string }

/**
 * Every close code that the collab server sends (PROTOCOL C1). y-websocket 3.1 stops on 4400-4499 by
 * itself and retries on all others; our client turns `reauthenticate` back into a retry and `1009`
 * into a stop, since the same message would only be refused again.
 */
export const closeCodes = {
  textFrame: { code: 1003, reaction: 'stop', reason: 'text frames are not part of the protocol' },
  tooManyParts: { code: 1008, reaction: 'stop', reason: 'message in too many parts' },
  tooBig: { code: 1009, reaction: 'stop', reason: 'message too big' },
  restarting: { code: 1012, reaction: 'retry', reason: 'server restarting' },
  tryAgainLater: { code: 1013, reaction: 'retry', reason: 'try again later' },
  malformed: { code: 4400, reaction: 'stop', reason: 'malformed message' },
  tokenExpired: { code: 4401, reaction: 'reauthenticate', reason: 'token expired' },
  gone: { code: 4404, reaction: 'stop', reason: 'no such document' },
  damaged: { code: 4410, reaction: 'stop', reason: 'document damaged' },
  documentFull: { code: 4413, reaction: 'stop', reason: 'document full' },
  onlySuggestions: { code: 4422, reaction: 'stop', reason: 'this role may only suggest' },
  schemaOutdated: { code: 4426, reaction: 'stop', reason: 'client is older than the document schema' },
  resync: { code: 4500, reaction: 'retry', reason: 'resync needed' },
  clientIdInUse: { code: 4509, reaction: 'retry', reason: 'client id in use' },
  storageUnavailable: { code: 4503, reaction: 'retry', reason: 'storage unavailable' },
} as const satisfies Record<string, CloseCode>

export type CloseName = keyof typeof closeCodes

const byCode: ReadonlyMap<number, CloseName> = new Map(
  Object.entries(closeCodes).map(([name, close]) => [close.code, name as CloseName]),
)

/** The name of one of our close codes, or undefined for any other (1000, 1006, a proxy's own). */
export function closeNameOf(code: number): CloseName | undefined {
  return byCode.get(code)
}
