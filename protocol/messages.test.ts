import { describe, expect, it } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'

import { ackMessage, readAck } from '#protocol/ack'
import { decodeMessage } from '#protocol/decode-message'
import {
  awarenessMessage,
  keepAliveMessage,
  syncStep1Message,
  syncStep2Message,
  updateMessage,
  type MessageParts,
} from '#protocol/message-parts'

const joined = (parts: MessageParts): Uint8Array => new Uint8Array(Buffer.concat(parts))

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** A sync message: its type and what y-protocols writes behind it. */
const prefixed = (write: (encoder: encoding.Encoder) => void): Uint8Array =>
  written((encoder) => {
    encoding.writeVarUint(encoder, 0)
    write(encoder)
  })

const doc = new Y.Doc()
doc.getText('text').insert(0, 'Hola')

describe('M1, M2: messages are those of y-protocols, byte for byte', () => {
  it('step 1, step 2 and update', () => {
    const update = Y.encodeStateAsUpdate(doc)
    expect(joined(syncStep1Message(Y.encodeStateVector(doc)))).toEqual(
      prefixed((e) => sync.writeSyncStep1(e, doc)),
    )
    expect(joined(syncStep2Message(update))).toEqual(prefixed((e) => sync.writeSyncStep2(e, doc)))
    expect(joined(updateMessage(update))).toEqual(prefixed((e) => sync.writeUpdate(e, update)))
  })

  it.each([0, 1, 127, 128, 16_383, 16_384, 2_097_152])('bodies of %i bytes, and back', (length) => {
    const body = new Uint8Array(length).fill(length % 251)
    const expected = written((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint8Array(encoder, body)
    })
    const message = joined(awarenessMessage(body))
    expect(Buffer.compare(message, expected)).toBe(0)
    expect(decodeMessage(message)).toEqual({ kind: 'awareness', awarenessUpdate: body })
  })

  it('W7: the keep-alive is awareness of nobody', () => {
    expect(joined(keepAliveMessage)).toEqual(Uint8Array.of(1, 1, 0))
    expect(decodeMessage(joined(keepAliveMessage))).toEqual({
      kind: 'awareness',
      awarenessUpdate: Uint8Array.of(0),
    })
  })
})

describe('decoding', () => {
  it('copies: what it returns outlives the buffer it came in', () => {
    const buffer = Buffer.from([0, 2, 2, 7, 8])
    const message = decodeMessage(buffer)
    buffer.fill(0)
    expect(message).toEqual({ kind: 'update', update: Uint8Array.of(7, 8) })
    expect('update' in message && message.update.buffer.byteLength).toBe(2)
  })

  it.each([
    [[]],
    [[0]],
    [[0, 1]],
    [[0, 1, 3, 1, 2]],
    [[0, 3, 0]],
    [[1]],
    [[1, 1]],
    [[0x80]],
    [[0, 2, 0xff, 0xff, 0xff, 0x7f]],
  ])('M3: %j is malformed', (bytes) => {
    expect(() => decodeMessage(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ closeName: 'malformed' }),
    )
  })

  it.each([[[2]], [[4, 1]], [[120]], [[0xff, 0x01]]])('M3: %j is ignored', (bytes) => {
    expect(decodeMessage(Uint8Array.from(bytes))).toEqual({ kind: 'ignored' })
  })
})

describe('A1: acknowledgements', () => {
  it('carry a state vector that Yjs reads, and a count', () => {
    const clocks = new Map([
      [1, 5],
      [0xffff_ffff, 300],
    ])
    const decoder = decoding.createDecoder(joined(ackMessage({ clocks, messageCount: 12_345 })))
    expect(decoding.readVarUint(decoder)).toBe(120)
    const start = decoder.pos
    expect(Y.decodeStateVector(decoding.readVarUint8Array(decoder))).toEqual(clocks)
    decoder.pos = start
    expect(readAck(decoder)).toEqual({ clocks, messageCount: 12_345 })
  })
})
