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

/** The text of a room in which everybody has typed everything. */
export function finalText(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  const text = textOf(doc)
  doc.destroy()
  return text
}

export function textOf(doc: Y.Doc): string {
  return doc.getText('text').toJSON()
}
