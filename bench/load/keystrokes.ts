import * as awarenessProtocol from 'y-protocols/awareness'
import * as Y from 'yjs'

import type { Member } from '../scenarios.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz '

/**
 * What a member types, each character a Yjs V1 update at the end of a text of their own. Made from the
 * client id alone, so that every process knows what everybody types.
 */
export function keystrokesOf({ clientId, keystrokes }: Member): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('text')
  for (let index = 0; index < keystrokes; index++) {
    text.insert(index, letters.charAt((clientId * 7 + index * 11) % letters.length))
  }
  doc.destroy()
  return updates
}

/** Caret moves of a member, each an update of y-protocols/awareness. */
export function caretMovesOf({ clientId }: Member, count: number): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const awareness = new awarenessProtocol.Awareness(doc)
  const moves = Array.from({ length: count }, (_, index) => {
    awareness.setLocalState({
      user: { id: `member-${clientId}`, name: `Member ${clientId}`, color: '#3366cc' },
      cursor: { anchor: { client: clientId, clock: index }, head: { client: clientId, clock: index } },
    })
    return awarenessProtocol.encodeAwarenessUpdate(awareness, [clientId])
  })
  awareness.destroy()
  doc.destroy()
  return moves
}

const chunk = 500

/** The text that these updates make, with pauses in which connections are served. */
export async function textFrom(updates: readonly Uint8Array[]): Promise<string> {
  const doc = new Y.Doc()
  for (let from = 0; from < updates.length; from += chunk) {
    doc.transact(() => {
      for (const update of updates.slice(from, from + chunk)) Y.applyUpdate(doc, update)
    })
    await new Promise(setImmediate)
  }
  const text = doc.getText('text').toJSON()
  doc.destroy()
  return text
}
