import type { BusSubscription, RoomBus } from '#collab-server/bus/room-bus'

type Listener = (message: Uint8Array) => void

/** A bus for nodes of one process, which can be cut: for tests of all that goes over one. */
export class InProcessHub {
  readonly #buses = new Set<InProcessBus>()

  connect(): InProcessBus {
    const bus = new InProcessBus(this)
    this.#buses.add(bus)
    return bus
  }

  /** To all but the one it is from. */
  carry(from: InProcessBus, topic: string, message: Uint8Array): void {
    const bytes = Uint8Array.from(message)
    for (const bus of this.#buses)
      if (bus !== from) setImmediate(() => bus.isUp && this.#buses.has(bus) && bus.deliver(topic, bytes))
  }

  leave(bus: InProcessBus): void {
    this.#buses.delete(bus)
  }
}

export class InProcessBus implements RoomBus {
  readonly #hub: InProcessHub
  readonly #listeners = new Map<string, Set<Listener>>()
  #onChange: (isUp: boolean) => void = () => undefined
  #isUp = true
  /** Messages of which it says so get lost, though the bus is up. */
  loses: (topic: string, message: Uint8Array) => boolean = () => false

  constructor(hub: InProcessHub) {
    this.#hub = hub
  }

  get isUp(): boolean {
    return this.#isUp
  }

  publish(topic: string, message: Uint8Array): void {
    if (this.#isUp && !this.loses(topic, message)) this.#hub.carry(this, topic, message)
  }

  subscribe(topic: string, listener: Listener): BusSubscription {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    const end = (): void => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic)
    }
    return { ready: Promise.resolve(), end }
  }

  onChange(listener: (isUp: boolean) => void): void {
    this.#onChange = listener
  }

  deliver(topic: string, message: Uint8Array): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(message)
  }

  /** As when the network between is gone, or there again. */
  set(isUp: boolean): void {
    if (this.#isUp === isUp) return
    this.#isUp = isUp
    this.#onChange(isUp)
  }

  close(): Promise<void> {
    this.#isUp = false
    this.#hub.leave(this)
    return Promise.resolve()
  }
}
