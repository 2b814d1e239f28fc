import * as Y from 'yjs'

import type { RecordedTrace } from '#collab-server/testing/recorded-trace'
import { seededRandom } from '#collab-server/testing/random'
import type { JournalEntry } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

import { TraceAsParagraphs } from './trace-as-paragraphs.ts'

const batchSize = 100
const foldedShare = 0.5
/** As `upkeep.ts` folds the log of a room that is open. */
const isLong = (live: number, folded: number): boolean => live > Math.max(500, folded * foldedShare)
/** As long as those that Yjs makes. */
const clientId = 3_123_456_789

/**
 * Puts a trace behind what is stored of a document, as the server would while somebody has it open.
 * @param edits of the trace, all by default
 * @returns how many entries the document has
 */
export async function writeTrace(
  dataDir: string,
  documentId: string,
  trace: RecordedTrace,
  edits = Infinity,
): Promise<number> {
  const written = new TraceAsParagraphs(clientId)
  const { doc } = written
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  const stored = await store.load(documentId)
  const begun = stored?.updates ?? []
  const random = seededRandom(1)
  let receivedAt = Date.now()
  let batch: JournalEntry[] = []
  let [entries, folded] = [stored?.lastSequence ?? 0, stored?.snapshotSequence ?? 0]
  const add = (update: Uint8Array): void => {
    receivedAt += pauseMs(random)
    batch.push({ documentId, receivedAt, userId: 'ana', sessionId: 'tab', update })
    entries++
  }
  add(Y.encodeStateAsUpdate(doc))
  doc.on('update', add)
  const txns = trace.txns.slice(0, edits)
  for (const [index, { patches }] of txns.entries()) {
    written.apply(patches)
    if (batch.length < batchSize && index < txns.length - 1) continue
    await store.append(batch)
    batch = []
    if (!isLong(entries - folded, folded)) continue
    folded = entries
    await store.compact(documentId, folded, Y.mergeUpdates([...begun, Y.encodeStateAsUpdate(doc)]))
  }
  // As when everybody has left.
  await store.compact(documentId, entries, Y.mergeUpdates([...begun, Y.encodeStateAsUpdate(doc)]))
  if (txns.length === trace.txns.length && written.toString() !== trace.endContent)
    throw new Error('the paragraphs do not say what the trace says')
  await store.close()
  return entries
}

/** Between two keys: mostly some 180 ms, with a long tail (log-normal). A pattern would be packed to nothing. */
function pauseMs(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.round(180 * Math.exp(0.6 * normal))
}
