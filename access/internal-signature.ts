import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

import type { AcceptedSecrets } from '#access/signed-claims'

/** The header that carries the signature of a request between the app and the collab server. */
export const internalSignatureHeader = 'x-pliego-signature'

const maxClockSkewMs = 30_000
/** As long as a signature can be taken after it was made, whatever the clocks say. */
export const maxSignatureAgeMs = 2 * maxClockSkewMs
/** Of SHA-256, the hash and the MAC alike. */
const hashBytes = 32

type InternalHead = { method: string; path: string }
type InternalRequest = InternalHead & { body: string | Uint8Array }

const hashOf = (body: string | Uint8Array): Buffer => createHash('sha256').update(body).digest()

const macOf = (secret: string, sentAt: number, bodyHash: Buffer, { method, path }: InternalHead): Buffer =>
  createHmac('sha256', secret)
    .update(`pliego-internal-v2\n${sentAt}\n${bodyHash.toString('base64url')}\n${method}\n${path}`)
    .digest()

/** Signs one internal request as `<ms since the epoch>.<SHA-256 of the body>.<HMAC-SHA-256>`, both base64url. */
export function signInternalRequest(secret: string, request: InternalRequest, now: number): string {
  const bodyHash = hashOf(request.body)
  const mac = macOf(secret, now, bodyHash, request)
  return `${now}.${bodyHash.toString('base64url')}.${mac.toString('base64url')}`
}

/**
 * Checks all of a signature that can be checked before any of the body is read, so that whoever has none can
 * have nothing held in memory: it must be for this method and path, and made within 30 s of now.
 * @returns the hash that the body must have, for {@link isSignedBody}
 */
export function verifyInternalHead(
  secrets: AcceptedSecrets,
  head: InternalHead,
  header: string | undefined,
  now: number,
): Buffer | undefined {
  const [sentAtText = '', hashText = '', macText = '', ...rest] = (header ?? '').split('.')
  if (!/^\d{1,16}$/.test(sentAtText) || rest.length > 0) return undefined
  const sentAt = Number(sentAtText)
  if (!Number.isSafeInteger(sentAt) || Math.abs(now - sentAt) > maxClockSkewMs) return undefined
  const bodyHash = Buffer.from(hashText, 'base64url')
  const mac = Buffer.from(macText, 'base64url')
  if (bodyHash.length !== hashBytes || mac.length !== hashBytes) return undefined
  const isGenuine = [secrets]
    .flat()
    .some((secret) => timingSafeEqual(mac, macOf(secret, sentAt, bodyHash, head)))
  return isGenuine ? bodyHash : undefined
}

/** Whether this is the body that was signed. */
export function isSignedBody(bodyHash: Buffer, body: string | Uint8Array): boolean {
  return timingSafeEqual(bodyHash, hashOf(body))
}
