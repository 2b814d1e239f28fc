import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as Y from 'yjs'

import { applyPatches, type Patch, readRecordedTrace } from '#collab-server/testing/recorded-trace'
import type { ExpectedContent } from './received-content.ts'

/** Who typed it. */
export const traceClientId = 1

const syntheticLength = 259_778

/** A document as it was written, each single edit a Yjs V1 update. */
export type Trace = {
  readonly updates: readonly Uint8Array[]
  /** The whole of it as one update. */
  readonly state: Uint8Array
  /** Units inserted, and deleted, by the updates up to each one. */
  readonly insertedAfter: Uint32Array
  readonly deletedAfter: Uint32Array
  /** What is inserted, in order. */
  readonly units: Uint16Array
}

/**
 * The recorded paper, from a file in `folder` if it was made before: encoding it takes seconds. Without the
 * recording: typing in runs with a third of deletions, as it has.
 */
export function readTrace(folder: string): Trace {
  const updatesFile = path.join(folder, 'trace.updates')
  const stateFile = path.join(folder, 'trace.state')
  const patches = recordedPatches() ?? syntheticPatches(syntheticLength)
  if (!existsSync(stateFile)) {
    const { updates, state } = encodePatches(patches)
    writeFileSync(updatesFile, Buffer.concat(updates.flatMap((update) => [lengthOf(update), update])))
    writeFileSync(stateFile, state)
  }
  return {
    updates: split(readFileSync(updatesFile)),
    state: readFileSync(stateFile),
    ...countPatches(patches),
  }
}

/** What a room holds in which the first `count` updates were typed. */
export function traceContent(trace: Trace, typed: () => number): ExpectedContent {
  return {
    unitAt: (clientId, clock) => (clientId === traceClientId ? (trace.units[clock] ?? 0) : -1),
    get inserted() {
      return new Map([[traceClientId, trace.insertedAfter[typed() - 1] ?? 0]])
    },
    get deletions() {
      return trace.deletedAfter[typed() - 1] ?? 0
    },
  }
}

/** Undefined where the recording is not beside the checkout or above it. */
export function recordedPatches(): Patch[] | undefined {
  return readRecordedTrace('automerge-paper')?.txns.flatMap(({ patches }) => patches)
}

export function encodePatches(patches: readonly Patch[]): { updates: Uint8Array[]; state: Uint8Array } {
  const doc = new Y.Doc()
  doc.clientID = traceClientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const patch of patches) applyPatches(doc, [patch])
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { updates, state }
}

export function countPatches(
  patches: readonly Patch[],
): Pick<Trace, 'insertedAfter' | 'deletedAfter' | 'units'> {
  const insertedAfter = new Uint32Array(patches.length)
  const deletedAfter = new Uint32Array(patches.length)
  const units: number[] = []
  let deleted = 0
  for (const [index, [, deleteCount, text]] of patches.entries()) {
    for (let unit = 0; unit < text.length; unit++) units.push(text.charCodeAt(unit))
    deleted += deleteCount
    insertedAfter[index] = units.length
    deletedAfter[index] = deleted
  }
  return { insertedAfter, deletedAfter, units: Uint16Array.from(units) }
}

export function syntheticPatches(count: number): Patch[] {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const patches: Patch[] = []
  for (let length = 0, position = 0; patches.length < count;) {
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

function lengthOf(update: Uint8Array): Buffer {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(update.byteLength)
  return length
}

function split(file: Buffer): Uint8Array[] {
  const updates: Uint8Array[] = []
  for (let start = 0; start < file.length;) {
    const end = start + 4 + file.readUInt32LE(start)
    updates.push(file.subarray(start + 4, end))
    start = end
  }
  return updates
}

/** The size of the whole trace as Yjs encodes it. */
export function traceStateBytes(folder: string): number {
  return statSync(path.join(folder, 'trace.state')).size
}
