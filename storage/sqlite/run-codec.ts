import { crc32 } from 'node:zlib'

import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

import type { StoredEntry } from '#storage/document-update-store'

const sameUser = 1
const sameSession = 2

/**
 * Entries of one document that follow each other, as rows keep them: each is a byte of flags (1: user as
 * before, 2: session as before), a varInt of milliseconds since the entry before, the user and the session as
 * varStrings unless as before, the update as varBytes. The first is never "as before" and its time is since
 * the epoch with the flag 4, so that runs can be put behind one another.
 */
export function encodeRun(entries: readonly StoredEntry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  let before: StoredEntry | undefined
  for (const entry of entries) {
    const flags = before ? flagsAfter(before, entry) : sinceEpoch
    encoding.writeUint8(encoder, flags)
    encoding.writeVarInt(encoder, entry.receivedAt - (before?.receivedAt ?? 0))
    if (!(flags & sameUser)) encoding.writeVarString(encoder, entry.userId)
    if (!(flags & sameSession)) encoding.writeVarString(encoder, entry.sessionId)
    encoding.writeVarUint8Array(encoder, entry.update)
    before = entry
  }
  return encoding.toUint8Array(encoder)
}

const sinceEpoch = 4

function flagsAfter(before: StoredEntry, { userId, sessionId }: StoredEntry): number {
  return (before.userId === userId ? sameUser : 0) | (before.sessionId === sessionId ? sameSession : 0)
}

/** The updates are views into the run. @throws where the bytes are no run. */
export function decodeRun(documentId: string, firstSequence: number, run: Uint8Array): StoredEntry[] {
  const decoder = decoding.createDecoder(run)
  const entries: StoredEntry[] = []
  let sequence = firstSequence
  let receivedAt = 0
  let [userId, sessionId] = ['', '']
  while (decoding.hasContent(decoder)) {
    const flags = decoding.readUint8(decoder)
    receivedAt = decoding.readVarInt(decoder) + (flags & sinceEpoch ? 0 : receivedAt)
    if (!(flags & sameUser)) userId = decoding.readVarString(decoder)
    if (!(flags & sameSession)) sessionId = decoding.readVarString(decoder)
    const update = decoding.readVarUint8Array(decoder)
    entries.push({ documentId, sequence, receivedAt, userId, sessionId, update })
    sequence++
  }
  return entries
}

/** The updates of a run alone, as views into it: without a text and an object for each. @throws as above */
export function decodeUpdates(run: Uint8Array): Uint8Array[] {
  const decoder = decoding.createDecoder(run)
  const updates: Uint8Array[] = []
  while (decoding.hasContent(decoder)) {
    const flags = decoding.readUint8(decoder)
    decoding.readVarInt(decoder)
    if (!(flags & sameUser)) skipBytes(decoder)
    if (!(flags & sameSession)) skipBytes(decoder)
    updates.push(decoding.readVarUint8Array(decoder))
  }
  return updates
}

function skipBytes(decoder: decoding.Decoder): void {
  const length = decoding.readVarUint(decoder)
  decoder.pos += length
}

/** CRC-32 of a run and its place: damage shows, and so does a run that got into another's place. */
export function runChecksum(
  documentId: string,
  firstSequence: number,
  lastSequence: number,
  run: Uint8Array,
): number {
  return crc32(run, crc32(`${documentId}\n${firstSequence}\n${lastSequence}`))
}
