import { internalSignatureHeader, signInternalRequest } from '#access/internal-signature'
import type { SharedSecret } from '#config/shared-secret'

/** Of whoever asks for a tunnel, as they came here. */
export type TunnelVisitor = {
  /** Path and query of the WebSocket that cannot be opened. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly address: string
}

/** Of what carries no stream; longer than the collab server keeps somebody waiting whose bytes it cannot take yet. */
const timeoutMs = 10_000

/**
 * Passes on to the collab server what a browser that cannot open a WebSocket sends by HTTP (PROTOCOL X). Keeps
 * nothing: where there are several collab servers, only the one that opened a tunnel knows of it, and a name that says
 * which would be read here.
 */
export class TunnelClient {
  readonly #baseUrl: string
  readonly #secret: Pick<SharedSecret, 'signing'>

  constructor(baseUrl: string, secret: Pick<SharedSecret, 'signing'>) {
    this.#baseUrl = baseUrl
    this.#secret = secret
  }

  open(visitor: TunnelVisitor): Promise<Response> {
    return this.#ask('POST', '/internal/tunnels', AbortSignal.timeout(timeoutMs), JSON.stringify(visitor))
  }

  send(id: string, query: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    return this.#ask('POST', pathOf(id, query), AbortSignal.timeout(timeoutMs), bytes)
  }

  /** The body goes on until the collab server ends it. `signal`: aborted once the browser has left. */
  receive(id: string, query: string, signal: AbortSignal): Promise<Response> {
    return this.#ask('GET', pathOf(id, query), signal)
  }

  end(id: string): Promise<Response> {
    return this.#ask('DELETE', pathOf(id, ''), AbortSignal.timeout(timeoutMs))
  }

  #ask(
    method: string,
    path: string,
    signal: AbortSignal,
    body: string | Uint8Array<ArrayBuffer> = '',
  ): Promise<Response> {
    const signature = signInternalRequest(this.#secret.signing(), { method, path, body }, Date.now())
    return fetch(this.#baseUrl + path, {
      method,
      ...(body.length > 0 && { body }),
      headers: { [internalSignatureHeader]: signature },
      cache: 'no-store',
      signal,
    })
  }
}

const pathOf = (id: string, query: string): string => `/internal/tunnels/${id}${query}`
