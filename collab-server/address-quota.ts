import type { IncomingHttpHeaders } from 'node:http'

import { networkOfAddress } from '#access/network-of-address'

/** Counts what each address holds of something; who has its share gets no more until it gives some back. */
export class AddressQuota {
  readonly #held = new Map<string, number>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  has(address: string): boolean {
    return (this.#held.get(address) ?? 0) < this.#most
  }

  take(address: string): void {
    this.#held.set(address, (this.#held.get(address) ?? 0) + 1)
  }

  giveBack(address: string): void {
    const left = (this.#held.get(address) ?? 0) - 1
    if (left > 0) this.#held.set(address, left)
    else this.#held.delete(address)
  }

  /** How many addresses hold anything. */
  get size(): number {
    return this.#held.size
  }
}

/** What matters of a request here. */
export type AddressedRequest = {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * Whom a request counts for. Behind a trusted proxy that is the last address in `X-Forwarded-For`, the only
 * one that the proxy wrote itself. See {@link networkOfAddress}.
 */
export function addressOf({ headers, socket }: AddressedRequest, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined
  return networkOfAddress(last || (socket.remoteAddress ?? ''))
}
