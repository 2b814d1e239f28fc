import type * as Y from 'yjs'

/**
 * Loads an empty doc by `apply`. For those who listen to updates Yjs would write all of it out once more, which of a
 * book takes as long as a third of the loading: they get the updates as they came.
 * @param readUpdates gives the Yjs V1 updates that are applied, if somebody listens
 */
export function applyAsItCame(
  doc: Y.Doc,
  readUpdates: () => readonly Uint8Array[],
  origin: unknown,
  apply: () => void,
): void {
  // By what Yjs itself asks whether somebody listens.
  const { _observers: observers } = doc
  const listeners = observers.get('update')
  // Where there is text, somebody may answer with an edit in the same moment, which must not pass unheard.
  if (!listeners || doc.store.clients.size > 0) {
    apply()
    return
  }
  let applied: Y.Transaction | undefined
  const note = (transaction: Y.Transaction) => {
    applied = transaction
  }
  doc.on('afterTransaction', note)
  observers.delete('update')
  try {
    apply()
  } finally {
    doc.off('afterTransaction', note)
    for (const listener of observers.get('update') ?? []) listeners.add(listener)
    observers.set('update', listeners)
  }
  if (!applied || doc.store.clients.size === 0) return
  for (const update of readUpdates()) doc.emit('update', [update, origin, doc, applied])
}
