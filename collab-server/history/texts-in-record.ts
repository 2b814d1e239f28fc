import { setImmediate as nextTurn } from 'node:timers/promises'

import type { DocumentUpdateStore } from '#storage/document-update-store'

const entriesAtOnce = 500

/**
 * Which of these texts stand, whole, in anything that was ever written to a document and is not forgotten: so in all that
 * its history, an undo or a restore could bring back. One too many is possible, one too few is not. Undefined where there
 * is no such document.
 * @throws the reason of `signal`
 */
export async function textsInRecord(
  store: Pick<DocumentUpdateStore, 'measure' | 'readEntries'>,
  documentId: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<string[] | undefined> {
  if (!(await store.measure(documentId))) return undefined
  const found = new Set<string>()
  for (let after = 0; found.size < texts.length;) {
    const entries = await store.readEntries(documentId, after, entriesAtOnce)
    const last = entries.at(-1)
    if (!last) break
    after = last.sequence
    const bytes = Buffer.concat(entries.map(({ update }) => update))
    for (const text of texts) {
      if (!found.has(text) && bytes.includes(text)) found.add(text)
    }
    // An opened file can be one large entry.
    await nextTurn()
    signal.throwIfAborted()
  }
  return texts.filter((text) => found.has(text))
}
