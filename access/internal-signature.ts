import { createHmac, timingSafeEqual } from 'node:crypto'

/** The header that carries the signature of a request between the app and the collab server. */
export const internalSignatureHeader = 'x-pliego-signature'

const maxClockSkewMs = 30_000

type InternalRequest = { method: string; path: string; body: string }

const macOf = (secret: string, sentAt: number, { method, path, body }: InternalRequest): Buffer =>
  createHmac('sha256', secret).update(`pliego-internal-v1\n${sentAt}\n${method}\n${path}\n${body}`).digest()

/** Signs one internal request as `<milliseconds since the epoch>.<base64url HMAC-SHA-256>`. */
export function signInternalRequest(secret: string, request: InternalRequest, now: number): string {
  return `${now}.${macOf(secret, now, request).toString('base64url')}`
}

/** Whether the header is a signature of exactly this request, made within 30 s of now. */
export function verifyInternalRequest(
  secret: string,
  request: InternalRequest,
  header: string | undefined,
  now: number,
): boolean {
  const [sentAtText, signature] = (header ?? '').split('.')
  const sentAt = Number(sentAtText)
  if (!signature || !Number.isSafeInteger(sentAt) || Math.abs(now - sentAt) > maxClockSkewMs) return false
  const given = Buffer.from(signature, 'base64url')
  const expected = macOf(secret, sentAt, request)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
