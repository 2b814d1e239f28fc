/** What the save status says; `saved` means on the server's disk, never merely sent. */
export type SaveStatus = 'saving' | 'saved' | 'reconnecting' | 'offlineSavedHere' | 'notSaved' | 'viewOnly'

/** Whether the local copy holds the text: `soon` is a healthy write under way, younger than the grace. */
export type KeptHere = 'yes' | 'soon' | 'no'

export type SaveFacts = {
  canWrite: boolean
  /** The server has answered the sync handshake on the present connection. */
  connected: boolean
  /** No reconnecting will happen: a problem has to be dealt with first. */
  stopped: boolean
  /** Text of this browser is not known to be on the server's disk. */
  pending: boolean
  /** The connection seems open, but nothing has been acknowledged for seconds while text is pending. */
  silent: boolean
  keptHere: KeptHere
}

/**
 * The whole save status machine. It has no memory: the same facts always give the same words. `soon`
 * counts as kept only here, so that the words do not flash between a key and its confirmation; the
 * leave guard asks for `yes`.
 */
export function saveStatus(facts: SaveFacts): SaveStatus {
  const reachesServer = facts.connected && !facts.silent
  if (facts.pending) {
    if (reachesServer) return 'saving'
    return facts.keptHere === 'no' ? 'notSaved' : 'offlineSavedHere'
  }
  if (!facts.connected && !facts.stopped) return 'reconnecting'
  return facts.canWrite ? 'saved' : 'viewOnly'
}
