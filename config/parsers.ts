import { isIP } from 'node:net'

const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/
const minSecretLength = 32

/** Each parser turns the text of a setting into its value or throws an Error that completes "NAME ...". */
export function parseText(text: string): string {
  return text
}

export function parseHost(text: string): string {
  if (isIP(text) !== 0 || hostName.test(text)) return text
  throw new Error(`must be an IP address or a host name, not ${JSON.stringify(text)}`)
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new Error(`must be a port from 1 to 65535, not ${JSON.stringify(text)}`)
}

export function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = Number(text)
    if (/^\d{1,9}$/.test(text) && count >= least && count <= most) return count
    throw new Error(`must be a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`)
  }
}

export function parseBoolean(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Error(`must be true or false, not ${JSON.stringify(text)}`)
}

export function parseChoice<const Choice extends string>(...choices: Choice[]): (text: string) => Choice {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text)
    if (choice !== undefined) return choice
    throw new Error(`must be one of ${choices.join(', ')}, not ${JSON.stringify(text)}`)
  }
}

/** Without a trailing slash, so that paths can be put behind it. */
export function parseUrl(...protocols: string[]): (text: string) => string {
  return (text) => {
    const url = URL.parse(text)
    if (!url || !protocols.includes(url.protocol) || url.search || url.hash) {
      throw new Error(
        `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}, not ${shown(text, url)}`,
      )
    }
    return url.href.replace(/\/+$/, '')
  }
}

/** With what it says behind a question mark, such as `sslmode`. Not repeated where it is wrong: it has a password. */
export function parsePostgresUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.pathname.length < 2)
    throw new Error('must be like postgres://user:password@host/database')
  return text
}

/** Not repeated where it is wrong: it may have a password. */
export function parseRedisUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new Error('must be like redis://user:password@host:6379, or rediss:// over TLS')
  return text
}

/** A password in it is not repeated, and neither is what may be one. */
function shown(text: string, url: URL | null): string {
  return url?.password || text.includes('@') ? 'that one' : JSON.stringify(text)
}

export function parseOrigins(text: string): readonly string[] {
  return text.split(',').map((part) => {
    const origin = URL.parse(part.trim())?.origin
    if (origin && origin !== 'null' && /^https?:/.test(origin)) return origin
    throw new Error(
      `must be origins like https://docs.example.org, separated by commas, not ${JSON.stringify(part.trim())}`,
    )
  })
}

/** The value is never repeated in the message. */
export function parseSecret(text: string): string {
  if (text.length >= minSecretLength) return text
  throw new Error(`must have at least ${minSecretLength} characters`)
}
