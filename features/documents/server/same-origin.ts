import type { Config } from '#config/load-config'

type OriginConfig = Pick<Config, 'publicUrl' | 'trustProxy'>

/**
 * Whether a request that changes something comes from our own pages. Browsers always say where a POST
 * from another site comes from, so one without `Origin` is either our own or no browser's, which then
 * has no cookie to abuse; `Sec-Fetch-Site` is believed where it says more.
 */
export function isSameOrigin(headers: Headers, config: OriginConfig): boolean {
  const origin = headers.get('origin')
  if (origin === null) {
    const site = headers.get('sec-fetch-site')
    return site === null || site === 'same-origin' || site === 'none'
  }
  const given = URL.parse(origin)
  if (!given) return false
  if (config.publicUrl !== undefined && given.origin === new URL(config.publicUrl).origin) return true
  // Whoever is on the network can make a page of any http address, and so one of ours where ours is https.
  if (given.protocol !== 'https:' && isHttps(headers, config)) return false
  return given.host === requestHost(headers, config)
}

/** Host and port as the browser knows them; a proxy's word counts only where it is trusted. */
export function requestHost(headers: Headers, config: Pick<Config, 'trustProxy'>): string | null {
  const forwarded = config.trustProxy ? headers.get('x-forwarded-host')?.split(',')[0]?.trim() : undefined
  return forwarded || headers.get('host')
}

/** Whether the browser speaks https with us, or with the proxy before us. */
export function isHttps(headers: Headers, config: OriginConfig): boolean {
  if (config.trustProxy) {
    const forwarded = headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
    if (forwarded) return forwarded === 'https'
  }
  const { publicUrl } = config
  return publicUrl !== undefined && publicUrl.startsWith('https:')
    ? requestHost(headers, config) === new URL(publicUrl).host
    : false
}

/**
 * The address of whoever asks, to count by. Next puts it where no proxy has; what clients write there is gone
 * by then where no proxy is trusted (`forwarded-headers.ts`).
 */
export function clientAddress(headers: Headers, { trustProxy }: Pick<Config, 'trustProxy'>): string {
  const chain = (headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  // The last one is what the proxy itself saw.
  return (trustProxy ? chain.at(-1) : chain[0]) ?? ''
}
