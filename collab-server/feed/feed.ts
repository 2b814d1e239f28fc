import type { WebSocket } from 'ws'

import { FeedSocket } from '#collab-server/feed/feed-socket'
import type { FeedTokenClaims } from '#access/feed-token'
import type { CloseName } from '#protocol/close-codes'
import type { FeedTopic } from '#protocol/feed'

/** Tabs and devices; who has more has lost count, or wants to cost something. */
export const maxSocketsOfPerson = 50

/**
 * Everybody who waits for news of their own, by person (PROTOCOL F). It says that there is something, never what:
 * the app decides anew, each time it is asked, what somebody may know.
 */
export class Feed {
  readonly #byPerson = new Map<string, Set<FeedSocket>>()
  #size = 0

  /** Of connections. */
  get size(): number {
    return this.#size
  }

  hasRoomFor(userId: string): boolean {
    return (this.#byPerson.get(userId)?.size ?? 0) < maxSocketsOfPerson
  }

  open(webSocket: WebSocket, claims: FeedTokenClaims, onEnd: () => void): FeedSocket {
    const forget = (ended: FeedSocket): void => {
      this.#forget(ended)
      onEnd()
    }
    const socket = new FeedSocket(webSocket, claims, forget)
    const sockets = this.#byPerson.get(claims.userId) ?? new Set()
    this.#byPerson.set(claims.userId, sockets.add(socket))
    this.#size += 1
    return socket
  }

  tell(userIds: Iterable<string>, topic: FeedTopic): void {
    for (const userId of userIds) for (const socket of this.#byPerson.get(userId) ?? []) socket.tell(topic)
  }

  endSessions(sessionIds: readonly string[]): void {
    for (const socket of this.#all()) {
      const { sessionId } = socket.claims
      if (sessionId !== undefined && sessionIds.includes(sessionId)) socket.close('tokenExpired')
    }
  }

  beat(): void {
    for (const socket of this.#all()) socket.beat()
  }

  close(name: CloseName): void {
    for (const socket of this.#all()) socket.close(name)
  }

  #all(): FeedSocket[] {
    return [...this.#byPerson.values()].flatMap((sockets) => [...sockets])
  }

  #forget(socket: FeedSocket): void {
    const { userId } = socket.claims
    const sockets = this.#byPerson.get(userId)
    if (!sockets?.delete(socket)) return
    this.#size -= 1
    if (sockets.size === 0) this.#byPerson.delete(userId)
  }
}
