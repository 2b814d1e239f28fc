import type { BusSubscription, RoomBus } from '#collab-server/bus/room-bus'
import type { Limits } from '#collab-server/limits'

const topic = 'nodes'

export type NodeRosterOptions = {
  /** The name of this node. */
  readonly node: string
  readonly bus: RoomBus
  readonly limits: Pick<Limits, 'nodeBeatMs' | 'nodeSilenceMs'>
  /** Nobody is there any more, or cannot be heard. */
  readonly onLost: (node: string) => void
  /** One that was taken for lost speaks again: it and this one have missed what the other said. */
  readonly onBack: (node: string) => void
}

/** Which other nodes there are: those heard of a short while ago. Each says so now and then, and when it leaves. */
export class NodeRoster {
  readonly #options: NodeRosterOptions
  readonly #heardAt = new Map<string, number>()
  readonly #lost = new Set<string>()
  readonly #subscription: BusSubscription
  readonly #timer: NodeJS.Timeout

  constructor(options: NodeRosterOptions) {
    const { bus, limits } = options
    this.#options = options
    this.#subscription = bus.subscribe(topic, (bytes) => this.#receive(Buffer.from(bytes).toString()))
    this.#timer = setInterval(() => this.#beat(), limits.nodeBeatMs)
    this.#say('here')
  }

  /** Other nodes, as far as they are heard. */
  get size(): number {
    return this.#heardAt.size
  }

  /** A node has said something. */
  heard(node: string): void {
    this.#heardAt.set(node, performance.now())
    if (this.#lost.delete(node)) this.#options.onBack(node)
  }

  /** The bus is up again. */
  sayAgain(): void {
    this.#say('here')
  }

  close(): void {
    clearInterval(this.#timer)
    this.#say('gone')
    this.#subscription.end()
  }

  #beat(): void {
    const { limits } = this.#options
    this.#say('here')
    const silentSince = performance.now() - limits.nodeSilenceMs
    for (const [node, at] of this.#heardAt) if (at < silentSince) this.#lose(node, true)
  }

  #receive(text: string): void {
    const [verb, node] = text.split(' ')
    if (!node) return
    if (verb === 'gone') this.#lose(node, false)
    else this.heard(node)
  }

  /** `mayReturn`: it has not said that it leaves. */
  #lose(node: string, mayReturn: boolean): void {
    if (mayReturn) this.#lost.add(node)
    if (this.#heardAt.delete(node)) this.#options.onLost(node)
  }

  #say(verb: 'here' | 'gone'): void {
    this.#options.bus.publish(topic, Buffer.from(`${verb} ${this.#options.node}`))
  }
}
