import path from 'node:path'
import { NextRequest } from 'next/server'

import { guestCookie, guestUserId, newGuestSecret } from '#features/guests/guest-cookie'
import { root } from '../../scripts/prepare/root.mjs'

type Handler = (
  request: NextRequest,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>

export type HandlerCall = {
  /** The folder of the handler under `app/api`. */
  route: string
  method: string
  /** Bytes go as they are, all else as JSON. */
  body?: unknown
  params?: Record<string, string | string[]>
  origin?: string
  query?: string
}

/** A browser without pages: keeps cookies and calls the app's handlers as Next would, after its proxy. */
export class HandlerClient {
  readonly cookies = new Map<string, string>()
  readonly #origin: string
  readonly #address: string | null

  constructor({
    guest = newGuestSecret(),
    origin = 'http://localhost:3000',
    address = null,
  }: { guest?: string | null; origin?: string; address?: string | null } = {}) {
    if (guest !== null) this.cookies.set(guestCookie, guest)
    this.#origin = origin
    this.#address = address
  }

  /** The id of the guest that this browser is where nobody is signed in. */
  get guestId(): string {
    return guestUserId(this.cookies.get(guestCookie)) ?? ''
  }

  async call({
    route,
    method,
    body,
    params = {},
    origin = this.#origin,
    query = '',
  }: HandlerCall): Promise<Response> {
    const handlers = (await import(path.join(root, 'app/api', route, 'route.ts'))) as Record<string, Handler>
    const address = route.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_all, name: string) =>
      [params[name]].flat().join('/'),
    )
    const headers = new Headers({ host: new URL(this.#origin).host, origin })
    if (this.#address !== null) headers.set('x-forwarded-for', this.#address)
    headers.set('cookie', Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; '))
    const request = new NextRequest(new URL(`/api/${address}${query}`, this.#origin), {
      method,
      headers,
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
      }),
    })
    const answer = await (handlers[method] as Handler)(request, { params: Promise.resolve(params) })
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie)
    return answer
  }

  /** A request of the library of accounts: `sign-in/email`, say. */
  auth(auth: string, body: unknown, options: Partial<HandlerCall> = {}): Promise<Response> {
    const params = { path: auth.split('/') }
    return this.call({ route: 'auth/[...path]', method: 'POST', body, params, ...options })
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ')
    const at = pair.indexOf('=')
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}
