import * as Y from 'yjs'

type NamedDeletions = Parameters<typeof Y.isDeleted>[0]

const metaKey = 'namedDeletions'

/**
 * Applies an update so that those who observe the doc can ask what it names as deleted. A transaction tells
 * only all that was deleted, with whatever its author had not seen in a block that they deleted.
 * @param readUpdate gives the Yjs V1 update, if somebody asks
 */
export function applyWithNames(doc: Y.Doc, readUpdate: () => Uint8Array, apply: () => void): void {
  let named: NamedDeletions | undefined
  const note = ({ meta }: Y.Transaction): void => {
    meta.set(metaKey, () => (named ??= Y.decodeUpdate(readUpdate()).ds))
  }
  doc.on('beforeTransaction', note)
  try {
    apply()
  } finally {
    doc.off('beforeTransaction', note)
  }
}

/** What the update behind a transaction names as deleted; undefined where that is not known. */
export function namedDeletions({ meta }: Y.Transaction): NamedDeletions | undefined {
  const read = meta.get(metaKey) as (() => NamedDeletions) | undefined
  return read?.()
}
