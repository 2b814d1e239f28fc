import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Provider } from 'oidc-provider'

type Person = { readonly name: string; readonly email: string; readonly email_verified: boolean }

/** A real OpenID provider, where whoever comes is the person it was told, and consents. */
export type OidcProvider = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who comes next; null for somebody who turns back. */
  come(id: string | null, person?: Person): void
  /** Follows an address of the provider's as a browser would, up to the one it sends people back to. */
  walk(address: string): Promise<string>
  stop(): Promise<void>
}

export async function startOidcProvider(redirectUri: string): Promise<OidcProvider> {
  const people = new Map<string, Person>()
  let coming: string | null = null
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider has no port')
  const issuer = `http://127.0.0.1:${address.port}`
  const [clientId, clientSecret] = ['pliego', 'a secret of the provider']
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key for cookies'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  })
  const callback = provider.callback()
  async function finish(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (coming === null) {
      return provider.interactionFinished(request, response, { error: 'access_denied' })
    }
    const grant = new provider.Grant({ accountId: coming, clientId })
    grant.addOIDCScope('openid email profile')
    const consent = { grantId: await grant.save() }
    await provider.interactionFinished(request, response, { login: { accountId: coming }, consent })
  }
  server.on('request', (request, response) => {
    void (request.url?.startsWith('/interaction/') ? finish(request, response) : callback(request, response))
  })
  return {
    issuer,
    clientId,
    clientSecret,
    come(id, person) {
      coming = id
      if (id !== null && person) people.set(id, person)
    },
    async walk(begin) {
      const cookies = new Map<string, string>()
      let next = begin
      while (next.startsWith(issuer)) {
        const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(next, { headers: { cookie }, redirect: 'manual' })
        for (const set of response.headers.getSetCookie()) {
          const [pair = ''] = set.split(';')
          cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
        }
        const location = response.headers.get('location')
        if (location === null)
          throw new Error(`the provider stopped: ${response.status} ${await response.text()}`)
        next = new URL(location, issuer).href
      }
      return next
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
