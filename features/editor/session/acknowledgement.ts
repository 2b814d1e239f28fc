import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

import type { Acknowledgement } from '#features/editor/session/save-ledger'

/** Reads the body of an acknowledgement, after its message type (PROTOCOL A1). */
export function readAcknowledgement(decoder: decoding.Decoder): Acknowledgement {
  const ownClocks = Y.decodeStateVector(decoding.readVarUint8Array(decoder))
  return { ownClocks, count: decoding.readVarUint(decoder) }
}
