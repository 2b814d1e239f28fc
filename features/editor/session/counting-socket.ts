import { messageType, syncMessageType } from '#protocol/message-types'

export type SocketConstructor = typeof WebSocket

/** Hears of the sockets that a provider makes, and of the sync messages that really went out on them. */
export type SocketWatcher = {
  made(socket: WebSocket): void
  /** Called right after the socket took the message, hence in the order of the wire. */
  sent(socket: WebSocket, kind: 'step2' | 'update'): void
}

/**
 * A WebSocket class for the stock provider that counts where nothing can be missed: at the send. The
 * provider answers sync step 1 by itself and sends from several places, so watching it from outside
 * would only guess.
 */
export function countingSocket(Socket: SocketConstructor, watcher: SocketWatcher): SocketConstructor {
  return class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      watcher.made(this)
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      // A socket that is closing takes the call and throws the message away.
      const open = this.readyState === Socket.OPEN
      super.send(data)
      const kind = open && data instanceof Uint8Array ? syncKindOf(data) : undefined
      if (kind) watcher.sent(this, kind)
    }
  }
}

// Both numbers are below 128, so each varUint is the byte itself.
function syncKindOf(message: Uint8Array): 'step2' | 'update' | undefined {
  if (message[0] !== messageType.sync) return undefined
  if (message[1] === syncMessageType.step2) return 'step2'
  return message[1] === syncMessageType.update ? 'update' : undefined
}
