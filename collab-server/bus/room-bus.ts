/** Takes messages of a topic until it is ended. */
export type BusSubscription = {
  /** Resolves once what is published from then on comes, or the bus is down; where it is up again, it comes again. */
  readonly ready: Promise<void>
  end(): void
}

/**
 * What nodes say to each other. A message may be lost, with others before and behind it, when the bus is down or too slow,
 * and never comes twice or out of its order: whoever needs it all has the store for that.
 */
export interface RoomBus {
  /** Whether what is published gets through, as far as is known. */
  readonly isUp: boolean

  /** Has the others hear this who take messages of the topic, not this node itself. Never throws, and waits for nothing. */
  publish(topic: string, message: Uint8Array): void

  /** `listener`: not to throw. Several of one topic each hear of all. */
  subscribe(topic: string, listener: (message: Uint8Array) => void): BusSubscription

  /** Hears when the bus goes down, or is up again with all that is subscribed to. One for each bus. */
  onChange(listener: (isUp: boolean) => void): void

  close(): Promise<void>
}
