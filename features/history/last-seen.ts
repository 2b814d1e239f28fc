const prefix = 'pliego_seen_'
const keyOf = ({ documentId, userId }: Visit): string => `${prefix}${userId}_${documentId}`
/** More than anybody goes back and forth between. */
const mostKept = 200

/** Of one person: several may use a device in turn. */
export type Visit = { readonly documentId: string; readonly userId: string }

/** When this device last showed a document to this person; null where that is not known. */
export function lastSeen(storage: Pick<Storage, 'getItem'>, visit: Visit): number | null {
  const seen = Number(storage.getItem(keyOf(visit)))
  return Number.isSafeInteger(seen) && seen > 0 ? seen : null
}

/** Remembers that it is shown now, and forgets those that were shown longest ago. */
export function noteSeen(storage: Storage, visit: Visit, now: number): void {
  try {
    storage.setItem(keyOf(visit), String(now))
    const keys = Object.keys(storage).filter((key) => key.startsWith(prefix))
    if (keys.length <= mostKept) return
    const oldest = keys.toSorted(
      (one, other) => Number(storage.getItem(one)) - Number(storage.getItem(other)),
    )
    for (const key of oldest.slice(0, keys.length - mostKept)) storage.removeItem(key)
  } catch {
    // A full or forbidden storage remembers nothing, and nothing is said the next time.
  }
}
