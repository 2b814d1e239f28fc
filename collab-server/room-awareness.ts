import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

import { ProtocolError } from '#protocol/protocol-error'

type Entry<Owner> = {
  /** Undefined once removed; the clock stays, so that a late echo by somebody else revives no ghost. */
  owner: Owner | undefined
  clock: number
  /** JSON text as it came. */
  state: string
}

const maxRemembered = 1_000
const removed = 'null'

/**
 * Who is in a room (PROTOCOL W2-W6). Each client id belongs to the connection that brought it first;
 * what others say about it is dropped, since stock clients repeat everybody's state.
 */
export class RoomAwareness<Owner extends object> {
  readonly #entries = new Map<number, Entry<Owner>>()
  readonly #ids = new Map<Owner, Set<number>>()
  readonly #changed = new Set<number>()
  /** Given up since the last announcement; bounded, or one message could bring any number. */
  readonly #givenUp = new Map<Owner, Set<number>>()
  readonly #limits: { readonly maxAwarenessIds: number; readonly maxAwarenessStateBytes: number }

  constructor(limits: { readonly maxAwarenessIds: number; readonly maxAwarenessStateBytes: number }) {
    this.#limits = limits
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0
  }

  /** How many ids are kept, of those who have gone too. */
  get rememberedIds(): number {
    return this.#entries.size
  }

  /** Takes an awareness update from a connection. @throws {ProtocolError} `malformed` */
  apply(owner: Owner, awarenessUpdate: Uint8Array): void {
    try {
      const decoder = decoding.createDecoder(awarenessUpdate)
      for (let left = decoding.readVarUint(decoder); left > 0; left--) {
        const clientId = decoding.readVarUint(decoder)
        const clock = decoding.readVarUint(decoder)
        const state = decoding.readVarUint8Array(decoder)
        if (decoder.pos > awarenessUpdate.byteLength) throw new Error('the state ends early')
        if (this.#accepts(owner, clientId, clock, state)) this.#put(owner, clientId, clock, state)
      }
    } catch (error) {
      throw new ProtocolError('malformed', 'awareness update does not decode', error)
    }
  }

  /** Removes everybody a connection brought. */
  release(owner: Owner): void {
    for (const clientId of this.#ids.get(owner) ?? []) this.#remove(clientId)
    this.#ids.delete(owner)
    this.#givenUp.delete(owner)
  }

  /** What changed since the last call as one awareness update. */
  takeChanges(): Uint8Array {
    const update = this.#encode([...this.#changed])
    this.#changed.clear()
    this.#givenUp.clear()
    return update
  }

  /** Everybody who is here, or undefined where nobody is. */
  encodeAll(): Uint8Array | undefined {
    const present = [...this.#entries].filter(([, entry]) => entry.owner).map(([clientId]) => clientId)
    return present.length > 0 ? this.#encode(present) : undefined
  }

  #accepts(owner: Owner, clientId: number, clock: number, state: Uint8Array): boolean {
    if (state.byteLength > this.#limits.maxAwarenessStateBytes) return false
    const own = this.#ids.get(owner)
    const entry = this.#entries.get(clientId)
    if (!entry) return this.#hasRoom(owner, clientId)
    if (entry.owner === owner) return clock > entry.clock || (clock === entry.clock && isNull(state))
    if (entry.owner) return false
    // Somebody who comes back repeats the clock it left with; an echo of the departed does the same, but
    // only over a connection that has already introduced itself.
    return own ? clock > entry.clock && this.#hasRoom(owner, clientId) : clock >= entry.clock
  }

  #hasRoom(owner: Owner, clientId: number): boolean {
    const { maxAwarenessIds } = this.#limits
    const givenUp = this.#givenUp.get(owner)
    const isSpent = givenUp !== undefined && givenUp.size >= maxAwarenessIds && !givenUp.has(clientId)
    return !isSpent && (this.#ids.get(owner)?.size ?? 0) < maxAwarenessIds
  }

  #put(owner: Owner, clientId: number, clock: number, bytes: Uint8Array): void {
    const state = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    const value: unknown = JSON.parse(state)
    if (typeof value !== 'object' || Array.isArray(value)) throw new Error('the state is no object')
    if (value === null) {
      const entry = this.#entries.get(clientId)
      if (entry?.owner !== owner) return
      entry.clock = clock
      this.#ids.get(owner)?.delete(clientId)
      this.#givenUp.set(owner, (this.#givenUp.get(owner) ?? new Set()).add(clientId))
      this.#remove(clientId)
      return
    }
    this.#entries.set(clientId, { owner, clock, state })
    this.#changed.add(clientId)
    const own = this.#ids.get(owner)
    if (own) own.add(clientId)
    else this.#ids.set(owner, new Set([clientId]))
  }

  #remove(clientId: number): void {
    const entry = this.#entries.get(clientId)
    if (!entry) return
    // Put anew at the end, so that the longest gone is forgotten first.
    this.#entries.delete(clientId)
    this.#entries.set(clientId, { owner: undefined, clock: entry.clock, state: removed })
    this.#changed.add(clientId)
    if (this.#entries.size <= maxRemembered) return
    for (const [id, { owner }] of this.#entries) {
      if (owner || this.#changed.has(id)) continue
      this.#entries.delete(id)
      return
    }
  }

  #encode(clientIds: readonly number[]): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, clientIds.length)
    for (const clientId of clientIds) {
      const entry = this.#entries.get(clientId)
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, entry?.clock ?? 0)
      encoding.writeVarString(encoder, entry?.state ?? removed)
    }
    return encoding.toUint8Array(encoder)
  }
}

function isNull(state: Uint8Array): boolean {
  return Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('utf8') === removed
}
