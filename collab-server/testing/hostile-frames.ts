import * as Y from 'yjs'

import { clientFrame, opcode } from '#collab-server/testing/client-frame'

/** Bytes that a hostile client writes, and whether the server must end the connection for them. */
export type HostileFrames = { readonly kind: string; readonly bytes: Buffer }

const reservedOpcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]
const badCloseCodes = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535]

/** Makes hostile frames from a seeded generator: of each kind in turn, so that none is missed. */
export class HostileFrameMaker {
  readonly #random: () => number
  readonly #kinds: readonly (readonly [kind: string, make: () => Buffer])[]
  #next = 0

  constructor(random: () => number) {
    this.#random = random
    this.#kinds = [
      ['noise', () => this.#noise(1 + this.#below(200))],
      ['reserved bits', () => clientFrame(opcode.binary, this.#noise(10), { reserved: 1 + this.#below(7) })],
      ['reserved opcodes', () => clientFrame(this.#pick(reservedOpcodes), this.#noise(10))],
      ['unmasked', () => clientFrame(opcode.binary, this.#noise(10), { masked: false })],
      ['long control frames', () => clientFrame(opcode.ping, this.#noise(126 + this.#below(200)))],
      ['fragmented control frames', () => clientFrame(opcode.ping, this.#noise(3), { final: false })],
      ['close codes', () => clientFrame(opcode.close, this.#closePayload())],
      ['short closes', () => clientFrame(opcode.close, this.#noise(1))],
      ['closes that are no UTF-8', () => clientFrame(opcode.close, Buffer.of(0x03, 0xe8, 0xc3, 0x28))],
      ['text', () => clientFrame(opcode.text, Buffer.from('{"type":"hello"}'))],
      ['text that is no UTF-8', () => clientFrame(opcode.text, Buffer.of(0xff, 0xfe, 0xc3))],
      ['continuations of nothing', () => clientFrame(opcode.continuation, this.#noise(5))],
      ['messages inside messages', () => this.#interleaved()],
      ['fragments', () => this.#fragments()],
      ['lengths beyond all bounds', () => this.#hugeLength()],
      ['pings', () => clientFrame(opcode.ping, this.#noise(this.#below(126)))],
      ['pongs', () => clientFrame(opcode.pong, this.#noise(this.#below(126)))],
      ['empty messages', () => clientFrame(opcode.binary, new Uint8Array())],
      ['noise as messages', () => clientFrame(opcode.binary, this.#noise(this.#below(300)))],
      ['unknown types', () => this.#message(Buffer.of(4 + this.#below(120)), this.#noise(20))],
      ['updates', () => this.#sync(2, this.#update())],
      ['damaged updates', () => this.#sync(2, this.#damaged(this.#update()))],
      ['damaged steps 2', () => this.#sync(1, this.#damaged(this.#update()))],
      ['damaged state vectors', () => this.#sync(0, this.#damaged(this.#stateVector()))],
      ['lengths that lie', () => this.#message(Buffer.of(0, 2, 0xff, 0xff, 0x03), this.#noise(20))],
      ['endless numbers', () => this.#message(Buffer.alloc(60, 0xff))],
      ['runs of no length', () => this.#sync(2, Buffer.of(1, 2, this.#below(100), 0, 0, 0, 0, 0, 0))],
      ['awareness', () => this.#awareness(JSON.stringify({ user: { name: 'x'.repeat(this.#below(40)) } }))],
      ['damaged awareness', () => this.#awareness('{"user":')],
      ['awareness of no object', () => this.#awareness('[1]')],
      ['large awareness', () => this.#awareness(JSON.stringify({ fat: 'x'.repeat(9_000) }))],
      ['awareness queries', () => this.#message(Buffer.of(3))],
      ['tokens', () => this.#message(Buffer.of(121), this.#noise(30))],
    ]
  }

  get kinds(): number {
    return this.#kinds.length
  }

  next(): HostileFrames {
    const [kind, make] = this.#kinds[this.#next++ % this.#kinds.length] ?? ['noise', () => Buffer.alloc(1)]
    return { kind, bytes: make() }
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T
  }

  #noise(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#below(256)))
  }

  #message(...parts: readonly Uint8Array[]): Buffer {
    return clientFrame(opcode.binary, Buffer.concat(parts))
  }

  #sync(kind: number, body: Uint8Array): Buffer {
    return this.#message(Buffer.of(0, kind), varUint(body.byteLength), body)
  }

  #awareness(state: string): Buffer {
    const text = Buffer.from(state)
    const body = Buffer.concat([
      Buffer.of(1),
      varUint(this.#below(2 ** 31)),
      varUint(this.#below(1_000)),
      varUint(text.byteLength),
      text,
    ])
    return this.#message(Buffer.of(1), varUint(body.byteLength), body)
  }

  #closePayload(): Buffer {
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(this.#pick(badCloseCodes))
    return payload
  }

  #interleaved(): Buffer {
    const begun = clientFrame(opcode.binary, this.#noise(5), { final: false })
    return Buffer.concat([begun, clientFrame(opcode.binary, this.#noise(5))])
  }

  #fragments(): Buffer {
    const count = 2 + this.#below(10)
    return Buffer.concat(
      Array.from({ length: count }, (_, index) =>
        clientFrame(index === 0 ? opcode.binary : opcode.continuation, this.#noise(this.#below(9)), {
          final: index === count - 1,
        }),
      ),
    )
  }

  #hugeLength(): Buffer {
    const head = Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0)
    this.#noise(8).copy(head, 2)
    // Large enough in any case.
    head[5] = 0xff
    return head
  }

  #update(): Uint8Array {
    const doc = new Y.Doc()
    doc.clientID = this.#below(2 ** 32)
    const text = doc.getText('hostile')
    for (let count = this.#below(4); count >= 0; count--) text.insert(0, 'x'.repeat(1 + this.#below(9)))
    if (this.#below(2) === 0) text.delete(0, 1)
    doc.getMap('map').set('key', { nested: [this.#below(9)] })
    return Y.encodeStateAsUpdate(doc)
  }

  #stateVector(): Uint8Array {
    return Y.encodeStateVector(new Map([[this.#below(2 ** 32), this.#below(2 ** 31)]]))
  }

  /** Cut short, made longer, or with some of its bytes changed. */
  #damaged(bytes: Uint8Array): Uint8Array {
    const copy = Buffer.from(bytes)
    const how = this.#below(4)
    if (how === 0) return copy.subarray(0, this.#below(copy.length))
    if (how === 1) return Buffer.concat([copy, this.#noise(1 + this.#below(9))])
    for (let count = 1 + this.#below(3); count > 0; count--) copy[this.#below(copy.length)] = this.#below(256)
    return copy
  }
}

function varUint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
  return Buffer.from(bytes)
}
