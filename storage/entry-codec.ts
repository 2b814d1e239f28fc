import { crc32 } from 'node:zlib'

import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

import type { JournalEntry } from '#storage/document-update-store'

/**
 * Entries as one run of bytes: a varUint count, then for each its document id, time, user, session and
 * update. Carries a batch to the database's thread in one buffer, and fills the chunks of the history.
 */
export function encodeEntries(entries: readonly JournalEntry[]): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const { documentId, receivedAt, userId, sessionId, update } of entries) {
    encoding.writeVarString(encoder, documentId)
    encoding.writeVarUint(encoder, receivedAt)
    encoding.writeVarString(encoder, userId)
    encoding.writeVarString(encoder, sessionId)
    encoding.writeVarUint8Array(encoder, update)
  }
  return encoding.toUint8Array(encoder)
}

/** The updates are views into `bytes`. */
export function decodeEntries(bytes: Uint8Array): JournalEntry[] {
  const decoder = decoding.createDecoder(bytes)
  const entries: JournalEntry[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    entries.push({
      documentId: decoding.readVarString(decoder),
      receivedAt: decoding.readVarUint(decoder),
      userId: decoding.readVarString(decoder),
      sessionId: decoding.readVarString(decoder),
      update: decoding.readVarUint8Array(decoder),
    })
  }
  return entries
}

/** CRC-32 of an entry and its place: damage shows, and so does an entry that got into another's place. */
export function entryChecksum(entry: JournalEntry, sequence: number): number {
  const { documentId, receivedAt, userId, sessionId, update } = entry
  return crc32(update, crc32(`${documentId}\n${sequence}\n${receivedAt}\n${userId}\n${sessionId}`))
}
