/** The header that names a tunnel in the requests of a browser; not its address, which proxies write down. */
export const tunnelHeader = 'x-pliego-tunnel'

/** The most that one request carries to the server (PROTOCOL X3); proxies commonly take no more than 1 MB. */
export const maxTunnelBodyBytes = 256 << 10

/** Query parameters of the requests through a tunnel. */
export const tunnelParameter = {
  /** Of a request with bytes: how many were sent before them. */
  at: 'at',
  /** Of the same: how many bytes of the server have come by then. */
  received: 'received',
  /** Of a request for bytes: how many have come before. */
  from: 'from',
  /** Of the same, `1`: answer at the first byte and end, instead of going on. */
  poll: 'poll',
} as const

/** The answer to a request with bytes: how many the server has of the client, and how many it has for it, in all. */
export type TunnelAnswer = { readonly received: number; readonly sent: number }

/** What stands before the bytes in each answer, so that a client sees at once whether answers reach it as they are written. */
export const tunnelGreeting = Uint8Array.of(0)
