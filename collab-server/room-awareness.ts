import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

import type { RemoteState } from '#collab-server/bus/room-message'
import { ownClientIds } from '#protocol/own-client-ids'
import { ProtocolError } from '#protocol/protocol-error'

/** A connection, as far as its client ids go. */
export type IdOwner = {
  /** Empty where nobody says who they are; then nobody is anybody's equal. */
  readonly userId: string
  /** Where it is, of one on another node: what it brings is checked there. */
  readonly node?: string
  /** Whether anything it sends can stand under an id; so it may where it does not say. */
  mayWriteAs?(clientId: number): boolean
  /** Somebody else claims one of its ids: it has to show that it is still there. */
  doubt(clientId: number): void
}

export type AwarenessLimits = {
  readonly maxAwarenessIds: number
  readonly maxAwarenessStateBytes: number
  readonly maxAwarenessBytes: number
}

type Entry<Owner> = {
  /** Undefined once removed; the clock stays, so that a late echo by somebody else revives no ghost. */
  owner: Owner | undefined
  /** Whose it is or was. */
  userId: string
  /** -1 of an id that was claimed by writing and never announced. */
  clock: number
  /** JSON text as it came. */
  state: string
}

const maxRemembered = 1_000
const removed = 'null'
/** Beyond these a clock could keep everybody from ever believing the id's next owner. */
const maxFirstClock = 2 ** 31
const maxClockJump = 1_000_000
const unannounced = -1

/**
 * Who is in a room, and whose each client id is (PROTOCOL W2-W6, I1-I4). An id belongs to the connection that
 * brought it first; what others say about it is dropped, since stock clients repeat everybody's state.
 */
export class RoomAwareness<Owner extends IdOwner> {
  readonly #entries = new Map<number, Entry<Owner>>()
  readonly #ids = new Map<Owner, Set<number>>()
  readonly #changed = new Set<number>()
  /** Given up since the last announcement; bounded, or one message could bring any number. */
  readonly #givenUp = new Map<Owner, Set<number>>()
  readonly #limits: AwarenessLimits
  /** What changed by connections of this node and other nodes were not told; undefined where there are none. */
  readonly #unsaid: Set<number> | undefined

  /** `tellsOthers`: whether there are other nodes, to be told what connections of this one bring. */
  constructor(limits: AwarenessLimits, tellsOthers = false) {
    this.#limits = limits
    this.#unsaid = tellsOthers ? new Set() : undefined
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0
  }

  /** Whether there is something to tell other nodes. */
  get hasUnsaid(): boolean {
    return this.#unsaid !== undefined && this.#unsaid.size > 0
  }

  /** How many ids are kept, of those who have gone too. */
  get rememberedIds(): number {
    return this.#entries.size
  }

  /** Takes an awareness update from a connection. @throws {ProtocolError} `malformed` */
  apply(owner: Owner, awarenessUpdate: Uint8Array): void {
    if (awarenessUpdate.byteLength > this.#limits.maxAwarenessBytes) return
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

  /**
   * Whether a connection may add structs of this client (PROTOCOL I2). Whoever holds the id is doubted; the
   * same person may, on a new connection whose old one nobody has noticed to be dead. Nobody holds what is another
   * person's own (I5), nor an id under which they could write nothing themselves.
   */
  mayWrite(owner: Owner, clientId: number): boolean {
    const holder = this.#entries.get(clientId)?.owner
    if (!holder || holder === owner || ownClientIds(owner.userId)(clientId)) return true
    if (holder.mayWriteAs?.(clientId) === false) return true
    holder.doubt(clientId)
    return isSamePerson(holder, owner)
  }

  /** Whose an id is now. */
  holderOf(clientId: number): Owner | undefined {
    return this.#entries.get(clientId)?.owner
  }

  /** A connection that says nothing about itself has written as this client: that makes the id its own too. */
  claim(owner: Owner, clientId: number): void {
    const own = this.#ids.get(owner)
    const entry = this.#entries.get(clientId)
    if (own?.has(clientId) || entry?.owner) return
    if (own && [...own].some((id) => this.#entries.get(id)?.clock !== unannounced)) return
    if (!this.#hasRoom(owner, clientId)) return
    const { userId } = owner
    this.#entries.set(clientId, { owner, userId, clock: entry?.clock ?? unannounced, state: removed })
    this.#own(owner, clientId)
    this.#unsaid?.add(clientId)
  }

  /** Takes what another node says of its connections, which it has checked. `ownerOf`: a person there. */
  applyRemote(node: string, ownerOf: (userId: string) => Owner, states: readonly RemoteState[]): void {
    for (const said of states) {
      const { clientId, standing, clock, userId, state } = said
      const entry = this.#entries.get(clientId)
      if (standing === 'gone') {
        if (entry?.owner?.node === node) this.#removeOf(entry.owner, clientId, clock)
        continue
      }
      const owner = ownerOf(userId)
      const holder = entry?.owner
      if (entry && holder && holder !== owner) {
        if (!yields(entry.clock, holder, owner, clock)) continue
        this.#ids.get(holder)?.delete(clientId)
      }
      this.#own(owner, clientId)
      if (standing === 'claimed') {
        if (holder !== owner)
          this.#entries.set(clientId, { owner, userId, clock: entry?.clock ?? unannounced, state: removed })
      } else if (holder !== owner || entry?.clock !== clock || entry.state !== state) {
        this.#entries.set(clientId, { owner, userId, clock, state })
        this.#changed.add(clientId)
      }
    }
  }

  /** Removes what somebody brought but these. */
  keepOnly(owner: Owner, clientIds: ReadonlySet<number>): void {
    for (const clientId of this.#ids.get(owner) ?? [])
      if (!clientIds.has(clientId)) this.#removeOf(owner, clientId, 0)
  }

  #removeOf(owner: Owner, clientId: number, clock: number): void {
    const entry = this.#entries.get(clientId)
    if (entry && entry.clock !== unannounced) entry.clock = Math.max(entry.clock, clock)
    this.#ids.get(owner)?.delete(clientId)
    this.#remove(clientId)
  }

  /** What other nodes are to be told since the last call. */
  takeUnsaid(): RemoteState[] {
    const clientIds = [...(this.#unsaid ?? [])]
    this.#unsaid?.clear()
    return clientIds.flatMap((clientId) => this.#said(clientId))
  }

  /** Everybody who is here on this node, or holds an id. */
  ownStates(): RemoteState[] {
    const clientIds = Array.from(this.#entries).flatMap(([clientId, { owner }]) => (owner ? [clientId] : []))
    return clientIds.flatMap((clientId) => this.#said(clientId))
  }

  #said(clientId: number): RemoteState[] {
    const { owner, userId = '', clock = 0, state = removed } = this.#entries.get(clientId) ?? {}
    // Theirs by now, on another node.
    if (owner?.node !== undefined) return []
    const standing = !owner ? 'gone' : clock === unannounced ? 'claimed' : 'present'
    return [{ clientId, standing, clock: Math.max(0, clock), userId, state }]
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
    const present = [...this.#entries]
      .filter(([, { owner, state }]) => owner && state !== removed)
      .map(([clientId]) => clientId)
    return present.length > 0 ? this.#encode(present) : undefined
  }

  /** The same with those who have gone, as far as they are remembered. */
  encodeRemembered(): Uint8Array | undefined {
    const announced = [...this.#entries].flatMap(([clientId, { clock }]) =>
      clock === unannounced ? [] : [clientId],
    )
    return announced.length > 0 ? this.#encode(announced) : undefined
  }

  #accepts(owner: Owner, clientId: number, clock: number, state: Uint8Array): boolean {
    if (state.byteLength > this.#limits.maxAwarenessStateBytes) return false
    const own = this.#ids.get(owner)
    const entry = this.#entries.get(clientId)
    if (!entry) return clock <= maxFirstClock && this.#hasRoom(owner, clientId)
    if (entry.clock !== unannounced ? clock - entry.clock > maxClockJump : clock > maxFirstClock) return false
    if (entry.owner === owner) return clock > entry.clock || (clock === entry.clock && isNull(state))
    if (entry.owner) return !own && clock >= entry.clock && this.#takesOver(owner, clientId, clock, entry)
    if (entry.userId !== owner.userId) return false
    // Somebody who comes back repeats the clock it left with; an echo of the departed does the same, but
    // only over a connection that has already introduced itself.
    return own ? clock > entry.clock && this.#hasRoom(owner, clientId) : clock >= entry.clock
  }

  /**
   * A connection that has not said who it is names an id that another one holds: somebody who is back before
   * the server has noticed that the old connection is dead. With a token it is told by that, and by a clock
   * that only the person's own client can have; without one the holder has to go first.
   */
  #takesOver(owner: Owner, clientId: number, clock: number, entry: Entry<Owner>): boolean {
    const holder = entry.owner
    holder?.doubt(clientId)
    if (!holder || !isSamePerson(holder, owner) || clock === entry.clock) return false
    this.#ids.get(holder)?.delete(clientId)
    entry.owner = owner
    this.#own(owner, clientId)
    return true
  }

  #own(owner: Owner, clientId: number): void {
    const own = this.#ids.get(owner)
    if (own) own.add(clientId)
    else this.#ids.set(owner, new Set([clientId]))
  }

  #hasRoom(owner: Owner, clientId: number): boolean {
    const { maxAwarenessIds } = this.#limits
    const givenUp = this.#givenUp.get(owner)
    const isSpent = givenUp !== undefined && givenUp.size >= maxAwarenessIds && !givenUp.has(clientId)
    return !isSpent && (this.#ids.get(owner)?.size ?? 0) < maxAwarenessIds
  }

  #put(owner: Owner, clientId: number, clock: number, bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    const value: unknown = JSON.parse(text)
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
    const { userId } = owner
    this.#entries.set(clientId, { owner, userId, clock, state: stamped(text, value, userId) })
    this.#changed.add(clientId)
    this.#unsaid?.add(clientId)
    this.#own(owner, clientId)
  }

  #remove(clientId: number): void {
    const entry = this.#entries.get(clientId)
    if (!entry) return
    if (entry.owner && entry.owner.node === undefined) this.#unsaid?.add(clientId)
    // Put anew at the end, so that the longest gone is forgotten first.
    this.#entries.delete(clientId)
    if (entry.clock === unannounced) return
    this.#entries.set(clientId, { ...entry, owner: undefined, state: removed })
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

/** Whether somebody who holds an id gives way to one of whom another node says that it is theirs. */
function yields(heldClock: number, holder: IdOwner, other: IdOwner, clock: number): boolean {
  // Both are elsewhere: whoever says it last has it from there.
  if (holder.node !== undefined) return clock >= heldClock
  return isSamePerson(holder, other) && clock > heldClock
}

function isNull(state: Uint8Array): boolean {
  return Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('utf8') === removed
}

function isSamePerson(one: IdOwner, other: IdOwner): boolean {
  return one.userId !== '' && one.userId === other.userId
}

/** Who somebody is says the token, whatever the state claims (PROTOCOL W9). */
function stamped(text: string, state: object, userId: string): string {
  const user: unknown = 'user' in state ? state.user : undefined
  if (userId === '' || typeof user !== 'object' || user === null) return text
  if ('id' in user && user.id === userId) return text
  return JSON.stringify({ ...state, user: { ...user, id: userId } })
}
