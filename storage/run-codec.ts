import { crc32 } from 'node:zlib'

import type { JournalEntry, StoredEntry } from '#storage/document-update-store'

const sameUser = 1
const sameSession = 2
const sinceEpoch = 4

/** A run is gone through whole to read one entry of it. */
export const maxRunEntries = 4_096
export const maxRunBytes = 256 << 10

/** A run with its place in the document. */
export type StoredRun = {
  readonly firstSequence: number
  readonly lastSequence: number
  readonly firstReceivedAt: number
  readonly lastReceivedAt: number
  readonly bytes: Uint8Array
}

/** Flags, a time and three lengths. */
const entryHeadBound = 1 + 8 + 3 * 5

/** How much of a run an entry takes at most: a character is up to three bytes for each unit of its length. */
export function entryBound({ userId, sessionId, update }: JournalEntry): number {
  return entryHeadBound + 3 * (userId.length + sessionId.length) + update.byteLength
}

/**
 * Writes entries of one document that follow each other, as the journal and the tables keep them: each is a
 * byte of flags (1: user as before, 2: session as before), a varInt of milliseconds since the entry before,
 * the user and the session as varStrings unless as before, the update as varBytes. The first is never "as
 * before" and its time is since the epoch with the flag 4, so that runs can be put behind one another.
 * @returns where it ends
 */
export function writeRun(bytes: Buffer, start: number, entries: readonly JournalEntry[]): number {
  let at = start
  let before: JournalEntry | undefined
  for (const entry of entries) {
    const { userId, sessionId, update } = entry
    const isSameUser = before?.userId === userId
    const isSameSession = before?.sessionId === sessionId
    bytes[at++] = before ? (isSameUser ? sameUser : 0) | (isSameSession ? sameSession : 0) : sinceEpoch
    at = writeInt(bytes, at, entry.receivedAt - (before?.receivedAt ?? 0))
    if (!isSameUser) at = writeString(bytes, at, userId)
    if (!isSameSession) at = writeString(bytes, at, sessionId)
    at = writeUint(bytes, at, update.byteLength)
    bytes.set(update, at)
    at += update.byteLength
    before = entry
  }
  return at
}

export function encodeRun(entries: readonly JournalEntry[]): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(entries.reduce((sum, entry) => sum + entryBound(entry), 0))
  return bytes.subarray(0, writeRun(bytes, 0, entries))
}

/** Goes through a run entry by entry without making anything of them. */
export class RunCursor {
  readonly bytes: Uint8Array
  /** Entries read so far. */
  count = 0
  receivedAt = 0
  // Where the last one's parts are; -1 where the user or session is as before.
  userStart = -1
  userEnd = -1
  sessionStart = -1
  sessionEnd = -1
  updateStart = 0
  updateEnd = 0
  #pos = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** @returns whether there was another. @throws {Error} where the bytes are no run */
  next(): boolean {
    if (this.#pos === this.bytes.byteLength) return false
    const flags = this.bytes[this.#pos++] as number
    const ms = this.#int()
    this.receivedAt = flags & sinceEpoch ? ms : this.receivedAt + ms
    this.userStart = this.sessionStart = -1
    if (!(flags & sameUser)) {
      this.userStart = this.#skip()
      this.userEnd = this.#pos
    }
    if (!(flags & sameSession)) {
      this.sessionStart = this.#skip()
      this.sessionEnd = this.#pos
    }
    this.updateStart = this.#skip()
    this.updateEnd = this.#pos
    this.count++
    return true
  }

  /** Skips varBytes. @returns where they begin, behind their length */
  #skip(): number {
    const length = this.#uint()
    const start = this.#pos
    this.#pos += length
    if (this.#pos > this.bytes.byteLength) throw new Error('a run ends early')
    return start
  }

  #uint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  /** As lib0 writes it: six bits and the sign first, then seven bits a byte. */
  #int(): number {
    const first = this.#byte()
    let value = first & 0x3f
    let byte = first
    for (let factor = 0x40; byte > 0x7f; factor *= 0x80) {
      byte = this.#byte()
      value += (byte & 0x7f) * factor
    }
    return first & 0x40 ? -value : value
  }

  #byte(): number {
    const byte = this.bytes[this.#pos++]
    if (byte === undefined) throw new Error('a run ends early')
    return byte
  }
}

/** The updates are views into the run. @throws {Error} where the bytes are no run */
export function decodeRun(documentId: string, firstSequence: number, run: Uint8Array): StoredEntry[] {
  const bytes = Buffer.from(run.buffer, run.byteOffset, run.byteLength)
  const cursor = new RunCursor(run)
  const entries: StoredEntry[] = []
  let [userId, sessionId] = ['', '']
  while (cursor.next()) {
    const { receivedAt, userStart, sessionStart, updateStart, updateEnd } = cursor
    if (userStart >= 0) userId = bytes.toString('utf8', userStart, cursor.userEnd)
    if (sessionStart >= 0) sessionId = bytes.toString('utf8', sessionStart, cursor.sessionEnd)
    const update = new Uint8Array(run.buffer, run.byteOffset + updateStart, updateEnd - updateStart)
    entries.push({
      documentId,
      sequence: firstSequence + entries.length,
      receivedAt,
      userId,
      sessionId,
      update,
    })
  }
  return entries
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

function writeString(bytes: Buffer, start: number, text: string): number {
  if (text === '') {
    bytes[start] = 0
    return start + 1
  }
  // Names are short and mostly one byte a character: then the length is in its place already.
  const length = bytes.write(text, start + 1)
  if (length < 0x80) {
    bytes[start] = length
    return start + 1 + length
  }
  const at = writeUint(bytes, start, length)
  return at + bytes.write(text, at)
}

function writeUint(bytes: Buffer, start: number, value: number): number {
  let at = start
  let rest = value
  while (rest > 0x7f) {
    bytes[at++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  bytes[at++] = rest
  return at
}

function writeInt(bytes: Buffer, start: number, value: number): number {
  const size = Math.abs(value)
  const sign = value < 0 ? 0x40 : 0
  if (size < 0x40) {
    bytes[start] = sign | size
    return start + 1
  }
  bytes[start] = 0x80 | sign | (size % 0x40)
  return writeUint(bytes, start + 1, Math.floor(size / 0x40))
}
