import { WebSocket, type MessageEvent } from 'ws'

type OnMessage = (event: MessageEvent) => void

/**
 * A WebSocket whose messages wait until somebody takes them, one at a time and in order: a stock client on
 * it sees exactly as much of the others as a test wants.
 */
export class GatedWebSocket extends WebSocket {
  readonly #waiting: MessageEvent[] = []
  #onMessage: OnMessage | null = null
  #onArrival: (() => void) | undefined

  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols)
    this.addEventListener('message', (event) => {
      this.#waiting.push(event)
      this.#onArrival?.()
    })
    Object.defineProperty(this, 'onmessage', {
      get: () => this.#onMessage,
      set: (listener: OnMessage | null) => {
        this.#onMessage = listener
      },
    })
  }

  /** Hands on the next message, once there is one. */
  async take(): Promise<void> {
    if (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => {
        this.#onArrival = resolve
      })
      this.#onArrival = undefined
    }
    const event = this.#waiting.shift()
    if (event) this.#onMessage?.(event)
  }
}
