import { AddressQuota } from '#collab-server/address-quota'
import type { Limits } from '#collab-server/limits'

export type AdmissionLimits = Pick<
  Limits,
  'maxConnections' | 'maxConnectionsPerAddress' | 'maxRooms' | 'maxRoomsPerAddress'
>

/** What the server holds at the moment. */
export type Load = { readonly connections: number; readonly rooms: number }

export type Refusal = { readonly status: number; readonly message: string }

/** How many may come in, in all and of one address (PROTOCOL L8). */
export class Admission {
  readonly #limits: AdmissionLimits
  readonly #connections: AddressQuota
  readonly #rooms: AddressQuota

  constructor(limits: AdmissionLimits) {
    this.#limits = limits
    this.#connections = new AddressQuota(limits.maxConnectionsPerAddress)
    this.#rooms = new AddressQuota(limits.maxRoomsPerAddress)
  }

  /** Why one more connection of this address is refused; `opensRoom`: it would be the first in its room. */
  refusal(address: string, opensRoom: boolean, load: Load): Refusal | undefined {
    const { maxConnections, maxRooms } = this.#limits
    if (load.connections >= maxConnections) return { status: 503, message: 'too many connections' }
    if (!this.#connections.has(address))
      return { status: 429, message: 'too many connections from this address' }
    if (!opensRoom) return undefined
    if (load.rooms >= maxRooms) return { status: 503, message: 'too many rooms' }
    if (!this.#rooms.has(address)) return { status: 429, message: 'too many rooms from this address' }
    return undefined
  }

  connectionOpened(address: string): void {
    this.#connections.take(address)
  }

  connectionClosed(address: string): void {
    this.#connections.giveBack(address)
  }

  /** A room counts for whom it was opened for, as long as it is open. */
  roomOpened(address: string): void {
    this.#rooms.take(address)
  }

  roomClosed(address: string): void {
    this.#rooms.giveBack(address)
  }

  /** How many addresses anything is kept of. */
  get addresses(): number {
    return Math.max(this.#connections.size, this.#rooms.size)
  }
}
