import { createHmac, timingSafeEqual } from 'node:crypto'

/** The header that carries the signature of a request between the app and the collab server. */
export const internalSignatureHeader = 'x-pliego-signature'

const maxClockSkewMs = 30_000
/** Of SHA-256. */
const macBytes = 32

type InternalRequest = { method: string; path: string; body: string }

const macOf = (secret: string, sentAt: number, { method, path, body }: InternalRequest): Buffer =>
  createHmac('sha256', secret).update(`pliego-internal-v1\n${sentAt}\n${method}\n${path}\n${body}`).digest()

/** Signs one internal request as `<milliseconds since the epoch>.<base64url HMAC-SHA-256>`. */
export function signInternalRequest(secret: string, request: InternalRequest, now: number): string {
  return `${now}.${macOf(secret, now, request).toString('base64url')}`
}

/**
 * Whether the header could be a signature made within 30 s of now, which is told before a body is read: whoever
 * has none sends none of it.
 */
export function isFreshSignature(header: string | undefined, now: number): boolean {
  return readHeader(header, now) !== undefined
}

/** Whether the header is a signature of exactly this request, made within 30 s of now. */
export function verifyInternalRequest(
  secret: string,
  request: InternalRequest,
  header: string | undefined,
  now: number,
): boolean {
  const read = readHeader(header, now)
  if (!read) return false
  const expected = macOf(secret, read.sentAt, request)
  return timingSafeEqual(read.given, expected)
}

function readHeader(header: string | undefined, now: number): { sentAt: number; given: Buffer } | undefined {
  const [sentAtText = '', signature, ...rest] = (header ?? '').split('.')
  if (!/^\d{1,16}$/.test(sentAtText) || !signature || rest.length > 0) return undefined
  const sentAt = Number(sentAtText)
  if (!Number.isSafeInteger(sentAt) || Math.abs(now - sentAt) > maxClockSkewMs) return undefined
  const given = Buffer.from(signature, 'base64url')
  return given.length === macBytes ? { sentAt, given } : undefined
}
