import { createHash, randomBytes } from 'node:crypto'

/** Holds the guest's secret; only its hash, the `userId`, is ever shown to anybody. */
export const guestCookie = 'pliego_guest'

/** As long as browsers keep a cookie at most. */
export const guestCookieMaxAgeS = 400 * 24 * 60 * 60

const guestSecret = /^[A-Za-z0-9_-]{22}$/

/** 128 random bits, base64url. */
export function newGuestSecret(): string {
  return randomBytes(16).toString('base64url')
}

/** The public id of the guest who holds this secret; null for what cannot be one. */
export function guestUserId(secret: string | undefined): string | null {
  if (secret === undefined || !guestSecret.test(secret)) return null
  const hash = createHash('sha256').update(`pliego-guest-v1.${secret}`).digest('base64url')
  return `guest-${hash.slice(0, 22)}`
}

/** Who a request comes from as far as its guest cookie says. */
export function guestOfHeaders(headers: Headers): string | null {
  const cookies = headers.get('cookie')?.split(/; */) ?? []
  const own = cookies.find((cookie) => cookie.startsWith(`${guestCookie}=`))
  return guestUserId(own?.slice(guestCookie.length + 1))
}
