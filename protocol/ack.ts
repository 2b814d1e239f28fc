import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

import type { MessageParts } from '#protocol/message-parts'
import { messageType } from '#protocol/message-types'

/** What the server tells a writer about the disk (PROTOCOL A1). */
export type Ack = {
  /** Clock by client id: every struct of that client below the clock is on disk. */
  readonly clocks: ReadonlyMap<number, number>
  /** How many of this connection's step 2 and update messages are on disk. */
  readonly messageCount: number
}

export function ackMessage({ clocks, messageCount }: Ack): MessageParts {
  const stateVector = encoding.createEncoder()
  encoding.writeVarUint(stateVector, clocks.size)
  for (const [clientId, clock] of clocks) {
    encoding.writeVarUint(stateVector, clientId)
    encoding.writeVarUint(stateVector, clock)
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageType.ack)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(stateVector))
  encoding.writeVarUint(encoder, messageCount)
  return [encoding.toUint8Array(encoder)]
}

/** Reads the body of an ack from a decoder that stands behind the message type, as a provider's handler gets it. */
export function readAck(decoder: decoding.Decoder): Ack {
  const stateVector = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  const clocks = new Map<number, number>()
  for (let left = decoding.readVarUint(stateVector); left > 0; left--) {
    const clientId = decoding.readVarUint(stateVector)
    clocks.set(clientId, decoding.readVarUint(stateVector))
  }
  return { clocks, messageCount: decoding.readVarUint(decoder) }
}
