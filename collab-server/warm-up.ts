import { once } from 'node:events'
import { connect } from 'node:net'

import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { infoBit, structRef } from '#collab-server/byte-state/struct-cursor'
import { startCollabServer } from '#collab-server/server'
import { messageType, syncMessageType } from '#protocol/message-types'
import type { DocumentUpdateStore, LoadedDocument } from '#storage/document-update-store'

const host = '127.0.0.1'
const rounds = 6
const joinsAtATime = 8
const sampleStructs = 4_000
const wholeMessage = 0x82
const masked = 0x80

/**
 * Lets some clients join documents of a server of its own, which stores nothing and is gone at the end: then
 * what a join takes is compiled, which costs the first person after a start several times the join itself.
 */
export async function warmUp(): Promise<void> {
  const sample = sampleDocument()
  const server = await startCollabServer({
    host,
    port: 0,
    dataDir: '',
    access: { mode: 'open' },
    openStore: () => Promise.resolve(storeOf(sample)),
  })
  try {
    for (let round = 0; round < rounds; round++) {
      const ids = Array.from({ length: joinsAtATime }, (_, index) => round * joinsAtATime + index + 2)
      await Promise.all(ids.map((id) => join(server.port, id, sample.byteLength)))
    }
  } finally {
    await server.close()
  }
}

/** Joins with others, types a character and leaves once the document is there. */
async function join(port: number, clientId: number, documentBytes: number): Promise<void> {
  const socket = connect({ host, port })
  socket.write(
    `GET /sample-${clientId >> 1} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  let bytes = 0
  socket.once('data', () => socket.write(Buffer.concat([askForAll, typedBy(clientId)].map(frameOf))))
  socket.on('data', (chunk) => {
    bytes += chunk.byteLength
    if (bytes > documentBytes) socket.destroy()
  })
  await once(socket, 'close')
  if (bytes <= documentBytes) throw new Error('a sample did not come')
}

const askForAll = Uint8Array.of(messageType.sync, syncMessageType.step1, 1, 0)

function typedBy(clientId: number): Uint8Array {
  const update = new ByteWriter(32)
  for (const value of [1, 1, clientId, 0, structRef.string, 1]) update.uint(value)
  writeText(update, 'text')
  writeText(update, 'x')
  update.uint(0)
  return Uint8Array.of(messageType.sync, syncMessageType.update, update.size, ...update.written)
}

/** As a client sends it; the mask is zeros. */
function frameOf(message: Uint8Array): Uint8Array {
  return Uint8Array.of(wholeMessage, masked | message.byteLength, 0, 0, 0, 0, ...message)
}

/** Somebody's text with paragraphs, bold, and a part of it deleted, as a Yjs V1 update. */
export function sampleDocument(): Uint8Array {
  const client = 1
  const writer = new ByteWriter(1 << 15)
  for (const value of [1, sampleStructs, client, 0, structRef.type, 1]) writer.uint(value)
  writeText(writer, 'default')
  writeElement(writer)
  let clock = 1
  const deleted: number[] = []
  for (let index = 1; index < sampleStructs; index++) {
    const kind = index % 8
    const refs = { 0: structRef.type, 3: structRef.format, 5: structRef.deleted } as const
    const ref = kind in refs ? refs[kind as keyof typeof refs] : structRef.string
    const hasRight = kind % 3 === 1
    writer.byte(infoBit.origin | (hasRight ? infoBit.rightOrigin : 0) | ref)
    writer.uint(client)
    writer.uint(clock - 1)
    if (hasRight) {
      writer.uint(client)
      writer.uint(0)
    }
    if (ref === structRef.deleted) {
      writer.uint(1)
      deleted.push(clock)
    }
    if (ref === structRef.type) writeElement(writer)
    if (ref === structRef.format) {
      writeText(writer, 'bold')
      writeText(writer, '{}')
    }
    const text = 'typed key by key '
    if (ref === structRef.string) writeText(writer, text)
    clock += ref === structRef.string ? text.length : 1
  }
  for (const value of [1, client, deleted.length]) writer.uint(value)
  for (const at of deleted) {
    writer.uint(at)
    writer.uint(1)
  }
  return Uint8Array.from(writer.written)
}

function writeElement(writer: ByteWriter): void {
  const xmlElement = 3
  writer.uint(xmlElement)
  writeText(writer, 'paragraph')
}

function writeText(writer: ByteWriter, text: string): void {
  const bytes = Buffer.from(text)
  writer.uint(bytes.byteLength)
  writer.copy(bytes, 0, bytes.byteLength)
}

const done = (): Promise<void> => Promise.resolve()

/** Every document is the sample, and nothing is kept. */
function storeOf(snapshot: Uint8Array): DocumentUpdateStore {
  const sample: LoadedDocument = {
    snapshot,
    updates: [],
    snapshotSequence: 1,
    lastSequence: 1,
    changedAt: 0,
  }
  return {
    append: done,
    forget: done,
    findForgettable: () => Promise.resolve([]),
    measure: () => Promise.resolve(undefined),
    measureAll: () => Promise.resolve({ presentBytes: 0, historyBytes: 0 }),
    load: () => Promise.resolve(sample),
    loadPacked: () => Promise.resolve(undefined),
    seed: () => Promise.resolve(false),
    compact: done,
    readEntries: () => Promise.resolve([]),
    loadRecord: () => Promise.resolve(undefined),
    findBounds: () => Promise.resolve(undefined),
    remove: done,
    putProjection: done,
    readProjections: (cursor: number) => Promise.resolve({ projections: [], cursor, more: false }),
    findLongLogs: () => Promise.resolve([]),
    findStaleProjections: () => Promise.resolve([]),
    close: done,
  }
}
