import * as decoding from 'lib0/decoding'

import { messageType, syncMessageType } from '#protocol/message-types'
import { ProtocolError } from '#protocol/protocol-error'

/** What a client can say. `ignored` is every message type this server does not know (PROTOCOL M3). */
export type ClientMessage =
  | { readonly kind: 'syncStep1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'syncStep2' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly awarenessUpdate: Uint8Array }
  | { readonly kind: 'queryAwareness' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'ignored' }

/**
 * Reads one WebSocket message (PROTOCOL M1). The byte runs it returns are copies in buffers of their own:
 * a length inside them can then never reach into the bytes of another message, and nothing keeps the
 * socket's read buffer alive.
 * @throws {ProtocolError} `malformed`.
 */
export function decodeMessage(message: Uint8Array): ClientMessage {
  const decoder = decoding.createDecoder(message)
  try {
    const type = decoding.readVarUint(decoder)
    if (type === messageType.sync) return decodeSync(decoder)
    if (type === messageType.awareness) return { kind: 'awareness', awarenessUpdate: readBytes(decoder) }
    if (type === messageType.queryAwareness) return { kind: 'queryAwareness' }
    if (type === messageType.token)
      return { kind: 'token', token: new TextDecoder().decode(readBytes(decoder)) }
    return { kind: 'ignored' }
  } catch (error) {
    throw error instanceof ProtocolError ? error : new ProtocolError('malformed', 'message ends early', error)
  }
}

/** Whether a message asks for an answer: a step 1 or an awareness query. Their types are one byte each. */
export function isRequest(message: Uint8Array): boolean {
  const [type, syncType] = message
  return (
    type === messageType.queryAwareness || (type === messageType.sync && syncType === syncMessageType.step1)
  )
}

function decodeSync(decoder: decoding.Decoder): ClientMessage {
  const syncType = decoding.readVarUint(decoder)
  switch (syncType) {
    case syncMessageType.step1:
      return { kind: 'syncStep1', stateVector: readBytes(decoder) }
    case syncMessageType.step2:
      return { kind: 'syncStep2', update: readBytes(decoder) }
    case syncMessageType.update:
      return { kind: 'update', update: readBytes(decoder) }
    default:
      throw new ProtocolError('malformed', `unknown sync message type ${syncType}`)
  }
}

function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = decoding.readVarUint(decoder)
  const end = decoder.pos + length
  if (end > decoder.arr.length) throw new ProtocolError('malformed', 'message ends early')
  // Not `slice`: on a Buffer that is a view, not a copy.
  return new Uint8Array(decoder.arr.subarray(decoder.pos, end))
}
