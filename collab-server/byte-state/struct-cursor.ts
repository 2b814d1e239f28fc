import { anyEnd, checkDocOptions, checkJson } from '#collab-server/byte-state/value-checks'
import { utf16Length } from '#collab-server/byte-state/utf8'
import { updateBounds } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'

/** The lowest five bits of a struct's info byte. */
export const structRef = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
  skip: 10,
} as const

export const infoBit = { origin: 0x80, rightOrigin: 0x40, parentSub: 0x20, ref: 0x1f } as const

const typeCount = 7
const [xmlElementType, xmlHookType] = [3, 5]

/**
 * Reads the structs of a Yjs V1 update (yjs/src/utils/UpdateDecoder.js, structs/Item.js) without making
 * anything of them. A struct is
 *
 *     info byte: ref, and which of origin, right origin and parent key there are
 *     GC, Skip:  varUint length
 *     item:      [origin: varUint client, varUint clock] [right origin: the same]
 *                where there is neither: varUint 1 and varString root name, or varUint 0 and parent id;
 *                then [varString parent key]
 *                content
 *
 * It takes what Yjs decodes, and of that only what Yjs writes: so what is taken decodes everywhere.
 */
export class StructCursor {
  bytes: Uint8Array = new Uint8Array()
  pos = 0
  #end = 0

  // The struct that was read last.
  start = 0
  info = 0
  /** In clocks; of text in UTF-16 units. */
  length = 0
  /** Of what is there, else -1. */
  originClock = -1
  originClient = 0
  rightClock = -1
  rightClient = 0
  /** -1 for a root, and where the parent is that of the origin. */
  parentClock = -1
  parentClient = 0
  contentStart = 0
  /** Where the bytes of a string's text begin, else -1. */
  textStart = -1

  open(bytes: Uint8Array, start = 0, end = bytes.byteLength): void {
    this.bytes = bytes
    this.pos = start
    this.#end = end
  }

  get ref(): number {
    return this.info & infoBit.ref
  }

  uint(): number {
    const { bytes } = this
    const end = this.#end
    let { pos } = this
    if (pos >= end) return fail('ends early')
    let byte = bytes[pos++] as number
    let value = byte & 0x7f
    for (let factor = 0x80; byte > 0x7f; factor *= 0x80) {
      if (pos >= end) return fail('ends early')
      byte = bytes[pos++] as number
      value += (byte & 0x7f) * factor
      if (value > Number.MAX_SAFE_INTEGER || factor > 2 ** 49) return fail('a number too large')
    }
    this.pos = pos
    return value
  }

  clock(): number {
    const clock = this.uint()
    return clock > updateBounds.maxClock ? fail('beyond every clock') : clock
  }

  /** Reads one struct of a client at a clock. @throws {ProtocolError} `malformed` */
  readStruct(client: number, clock: number): void {
    this.start = this.pos
    if (this.pos >= this.#end) fail('ends early')
    const info = this.bytes[this.pos++] as number
    this.info = info
    this.originClock = this.rightClock = this.parentClock = this.textStart = -1
    const ref = info & infoBit.ref
    if (ref === structRef.gc || ref === structRef.skip) {
      if (info !== ref) fail('a run with the flags of an item')
      this.contentStart = this.pos
      this.length = this.uint()
    } else {
      this.#readHead(info)
      this.contentStart = this.pos
      this.length = this.#readContent(ref)
      // What comes from the same client must be there already: Yjs looks it up unasked.
      if (this.originClient === client && this.originClock >= clock) fail('a struct behind its own future')
      if (this.rightClient === client && this.rightClock >= clock) fail('a struct before its own future')
      if (this.parentClient === client && this.parentClock >= clock) fail('a struct in its own future')
    }
    if (this.length === 0) fail('a struct of no length')
    if (clock + this.length > updateBounds.maxClock) fail('beyond every clock')
  }

  #readHead(info: number): void {
    if (info & infoBit.origin) {
      this.originClient = this.uint()
      this.originClock = this.clock()
    }
    if (info & infoBit.rightOrigin) {
      this.rightClient = this.uint()
      this.rightClock = this.clock()
    }
    if (info & (infoBit.origin | infoBit.rightOrigin)) return
    const isRoot = this.uint()
    if (isRoot === 1) this.#readString()
    else if (isRoot === 0) {
      this.parentClient = this.uint()
      this.parentClock = this.clock()
    } else fail('an unknown kind of parent')
    if (info & infoBit.parentSub) this.#readString()
  }

  /** @returns the length in clocks. */
  #readContent(ref: number): number {
    switch (ref) {
      case structRef.string: {
        const length = this.uint()
        this.textStart = this.pos
        return this.#checkText(length)
      }
      case structRef.deleted:
        return this.uint()
      case structRef.json: {
        const count = this.uint()
        for (let left = count; left > 0; left--) this.#readJson(true)
        return count
      }
      case structRef.binary:
        this.#skip(this.uint())
        return 1
      case structRef.embed:
        this.#readJson(false)
        return 1
      case structRef.format:
        this.#readString()
        this.#readJson(false)
        return 1
      case structRef.type: {
        const type = this.uint()
        if (type >= typeCount) fail('an unknown type')
        if (type === xmlElementType || type === xmlHookType) this.#readString()
        return 1
      }
      case structRef.any: {
        const count = this.uint()
        for (let left = count; left > 0; left--) this.#readAny()
        return count
      }
      case structRef.doc: {
        this.#readString()
        const optionsStart = this.pos
        this.#readAny()
        checkDocOptions(this.bytes.subarray(optionsStart, this.pos))
        return 1
      }
      default:
        return fail('an unknown content')
    }
  }

  #readString(): void {
    this.#checkText(this.uint())
  }

  #checkText(byteLength: number): number {
    const start = this.pos
    this.#skip(byteLength)
    const units = utf16Length(this.bytes, start, this.pos)
    return units < 0 ? fail('no UTF-8') : units
  }

  #readJson(orUndefined: boolean): void {
    const length = this.uint()
    const start = this.pos
    this.#checkText(length)
    checkJson(this.bytes, start, this.pos, orUndefined)
  }

  #readAny(): void {
    this.pos = anyEnd(this.bytes, this.pos, this.#end)
  }

  #skip(length: number): void {
    if (length > this.#end - this.pos) fail('ends early')
    this.pos += length
  }
}

export function fail(reason: string): never {
  throw new ProtocolError('malformed', `update does not decode: ${reason}`)
}
