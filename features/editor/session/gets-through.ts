import type { SocketConstructor } from '#features/editor/session/counting-socket'

const firstMessageWithinMs = 5_000
/** What lets a WebSocket open and cuts it then mostly does so at once. */
const staysForMs = 1_500

/**
 * Whether a WebSocket gets through to this room by now: it opens, something comes of it, and it stays. Takes no part in
 * the room.
 * @param signal aborted where nobody wants to know any more, which is answered with no
 */
export function getsThrough(Socket: SocketConstructor, url: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const listening = new AbortController()
    let socket: WebSocket
    try {
      socket = new Socket(url)
    } catch {
      // Such as ws: from an https page.
      resolve(false)
      return
    }
    const end = (through: boolean) => {
      clearTimeout(timer)
      listening.abort()
      // One that is not open yet says of being closed that it failed.
      socket.addEventListener('error', () => undefined)
      socket.close()
      resolve(through)
    }
    const giveUp = () => end(false)
    let timer = setTimeout(giveUp, firstMessageWithinMs)
    const stay = () => {
      clearTimeout(timer)
      timer = setTimeout(() => end(true), staysForMs)
    }
    socket.addEventListener('message', stay, { once: true, signal: listening.signal })
    for (const type of ['close', 'error']) {
      socket.addEventListener(type, giveUp, { signal: listening.signal })
    }
    signal.addEventListener('abort', giveUp, { signal: listening.signal })
  })
}
