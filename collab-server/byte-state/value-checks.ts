import * as decoding from 'lib0/decoding'

import { utf16Length } from '#collab-server/byte-state/utf8'
import { updateBounds } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'

const tag = {
  buffer: 116,
  array: 117,
  object: 118,
  string: 119,
  bigint: 122,
  double: 123,
  float: 124,
  integer: 125,
  undefined: 127,
}

/**
 * Finds the end of a value as lib0 writes it (lib0/decoding.js, `readAny`): a tag byte, and what belongs to it.
 * @throws {ProtocolError} `malformed`: it does not decode, or is nested so deeply that reading it may overflow.
 */
export function anyEnd(bytes: Uint8Array, start: number, end: number): number {
  const decoder = decoding.createDecoder(end === bytes.byteLength ? bytes : bytes.subarray(0, end))
  decoder.pos = start
  skipAny(decoder, 0)
  if (decoder.pos > end) malformed('a value ends early')
  return decoder.pos
}

function skipAny(decoder: decoding.Decoder, depth: number): void {
  if (depth > updateBounds.maxNesting) malformed('a value nested too deeply')
  const kind = decoding.readUint8(decoder)
  switch (kind) {
    case tag.array:
    case tag.object:
      for (let left = readUint(decoder); left > 0; left--) {
        if (kind === tag.object) skipString(decoder)
        skipAny(decoder, depth + 1)
      }
      return
    case tag.string:
      return skipString(decoder)
    case tag.buffer:
      return skip(decoder, readUint(decoder))
    case tag.bigint:
    case tag.double:
      return skip(decoder, 8)
    case tag.float:
      return skip(decoder, 4)
    case tag.integer:
      return skipVarInt(decoder)
    default:
      // null, false, true, undefined: a tag alone. Also what a read behind the end gives.
      if (!(kind > tag.string && kind <= tag.undefined)) malformed('an unknown kind of value')
  }
}

function skipVarInt(decoder: decoding.Decoder): void {
  for (let length = 1; ; length++) {
    skip(decoder, 1)
    if ((decoder.arr[decoder.pos - 1] as number) < 0x80) return
    if (length === 8) malformed('a number too large')
  }
}

function readUint(decoder: decoding.Decoder): number {
  try {
    return decoding.readVarUint(decoder)
  } catch {
    return malformed('a value ends early')
  }
}

function skipString(decoder: decoding.Decoder): void {
  const length = readUint(decoder)
  const start = decoder.pos
  skip(decoder, length)
  if (utf16Length(decoder.arr, start, decoder.pos) < 0) malformed('no UTF-8')
}

function skip(decoder: decoding.Decoder, length: number): void {
  if (length > decoder.arr.length - decoder.pos) malformed('a value ends early')
  decoder.pos += length
}

/** JSON as `JSON.parse` takes it, or the word undefined where that is meant too, not nested too deeply. */
export function checkJson(bytes: Uint8Array, start: number, end: number, orUndefined: boolean): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
  if (text === 'null' || text === 'true' || text === '{}' || (orUndefined && text === 'undefined')) return
  try {
    JSON.parse(text)
  } catch (error) {
    throw new ProtocolError('malformed', 'update does not decode: no JSON', error)
  }
  if (jsonDepth(text) > updateBounds.maxNesting) malformed('a value nested too deeply')
}

function jsonDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const char = text[index]
    if (inString) {
      if (char === '\\') index++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth)
    else if (char === ']' || char === '}') depth--
  }
  return deepest
}

/** Options of a document inside the document; Yjs makes one with whatever they say, and breaks on some. */
export function checkDocOptions(bytes: Uint8Array): void {
  const options: unknown = decoding.readAny(decoding.createDecoder(bytes))
  if (typeof options !== 'object' || options === null) return malformed('a document without options')
  const { guid } = options as { readonly guid?: unknown }
  if ((guid !== undefined && typeof guid !== 'string') || Object.hasOwn(options, 'gcFilter'))
    malformed('a document with odd options')
}

function malformed(reason: string): never {
  throw new ProtocolError('malformed', `update does not decode: ${reason}`)
}
