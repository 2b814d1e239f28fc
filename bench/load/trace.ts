import * as Y from 'yjs'

import { applyPatches, readRecordedTrace, type Patch } from '#collab-server/testing/recorded-trace'

/** Single edits of the recorded trace that are used; all of them would take minutes a round. */
export const traceLength = 50_000

/**
 * The first edits of a paper as it was written (`automerge-paper`), each as a Yjs V1 update. Where the
 * recording is absent: typing in runs with a third of deletions, as it has.
 */
export function traceUpdates(clientId: number): Uint8Array[] {
  const patches = recordedPatches() ?? syntheticPatches()
  const doc = new Y.Doc()
  doc.clientID = clientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const patch of patches) applyPatches(doc, [patch])
  doc.destroy()
  return updates
}

/** Undefined where the recording is not beside the checkout or above it. */
export function recordedPatches(): Patch[] | undefined {
  const trace = readRecordedTrace('automerge-paper')
  return trace?.txns.flatMap(({ patches }) => patches).slice(0, traceLength)
}

function syntheticPatches(): Patch[] {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const patches: Patch[] = []
  for (let length = 0, position = 0; patches.length < traceLength;) {
    if (random(40) === 0) position = random(length + 1)
    if (random(10) < 3 && position > 0) {
      position -= 1
      length -= 1
      patches.push([position, 1, ''])
    } else {
      patches.push([position, 0, String.fromCodePoint(97 + random(26))])
      position += 1
      length += 1
    }
  }
  return patches
}
