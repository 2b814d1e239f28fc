import { varUint } from './byte-cursor.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz '
const textName = 'text'

const stringItem = 4
const hasOrigin = 0x80
const noDeletions = 0

/** What a member types: known from the client id alone, so that whoever reads it can check it. */
export function letterOf(clientId: number, index: number): number {
  return letters.charCodeAt((clientId * 7 + index * 11) % letters.length)
}

/**
 * A keystroke as Yjs encodes it (V1): the index-th character of a client, put behind its last one. Written
 * by hand, since a document for each of a thousand writers would cost more than the server.
 */
export function keystroke(clientId: number, index: number): Uint8Array {
  const client = varUint(clientId)
  const place =
    index === 0
      ? [stringItem, 1, textName.length, ...Buffer.from(textName)]
      : [stringItem | hasOrigin, ...client, ...varUint(index - 1)]
  const letter = letterOf(clientId, index)
  return Uint8Array.from([1, 1, ...client, ...varUint(index), ...place, 1, letter, noDeletions])
}

/** A move of the caret: an update of y-protocols/awareness, as an editor with a name and a caret sends it. */
export function caretMove(clientId: number, clock: number): Uint8Array {
  const position = { client: clientId, clock }
  const state = JSON.stringify({
    user: { id: `member-${clientId}`, name: `Member ${clientId}`, color: '#3366cc' },
    cursor: { anchor: position, head: position },
  })
  return Buffer.concat([
    Uint8Array.from([1, ...varUint(clientId), ...varUint(clock), ...varUint(state.length)]),
    Buffer.from(state),
  ])
}
