import { messageType, syncMessageType } from '#protocol/message-types'

/**
 * One message as the byte runs that follow one another in its frame. Kept apart, so that a sender can put
 * an update into a frame without copying it twice.
 */
export type MessageParts = readonly Uint8Array[]

/** PROTOCOL S1. `stateVector`: as `Y.encodeStateVector` writes it. */
export function syncStep1Message(stateVector: Uint8Array): MessageParts {
  return [head(messageType.sync, syncMessageType.step1, stateVector.byteLength), stateVector]
}

/** PROTOCOL S2. `update`: Yjs V1. */
export function syncStep2Message(update: Uint8Array): MessageParts {
  return [head(messageType.sync, syncMessageType.step2, update.byteLength), update]
}

/** PROTOCOL S3. `update`: Yjs V1. */
export function updateMessage(update: Uint8Array): MessageParts {
  return [head(messageType.sync, syncMessageType.update, update.byteLength), update]
}

/** PROTOCOL W1. `awarenessUpdate`: as y-protocols/awareness writes it. */
export function awarenessMessage(awarenessUpdate: Uint8Array): MessageParts {
  return [head(messageType.awareness, undefined, awarenessUpdate.byteLength), awarenessUpdate]
}

/** PROTOCOL T2. */
export function tokenMessage(token: string): MessageParts {
  const text = new TextEncoder().encode(token)
  return [head(messageType.token, undefined, text.byteLength), text]
}

/** PROTOCOL W7: an awareness update of nobody, which changes nothing wherever it arrives. */
export const keepAliveMessage: MessageParts = [Uint8Array.of(messageType.awareness, 1, 0)]

/** The type bytes (all below 128, so one byte each) and the length as a varUint. */
function head(type: number, syncType: number | undefined, length: number): Uint8Array {
  const bytes: number[] = syncType === undefined ? [type] : [type, syncType]
  let rest = length
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
