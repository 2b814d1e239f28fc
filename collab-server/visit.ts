import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** A request for a WebSocket. */
export type Visit = {
  readonly request: IncomingMessage
  /** On which the request came, or a stream that stands for it. */
  readonly socket: Duplex
  readonly head: Buffer
  /** Whom it counts for, see `networkOfAddress`. */
  readonly address: string
}

/** Turns a request into a connection on its socket, or refuses it with an HTTP status; either way before it returns. */
export type Enter = (visit: Visit, refuse: (status: number, reason: string) => void) => void
