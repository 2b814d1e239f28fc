import { maxMessageLength } from '#features/sharing/access-request'
import { isLinkRole } from '#features/sharing/link-role'
import type { NewLink } from '#features/sharing/server/share-links'
import type { LinkRole } from '#storage/app-store'

const maxPasswordLength = 200
/** As long as an address may be (RFC 5321). */
const maxEmailLength = 254
const emailPattern = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\.]+$/

/** What everybody with the address may do, from a request's body: `{ generalRole }`; undefined for anything else. */
export function readGeneralRole(body: unknown): LinkRole | null | undefined {
  const { generalRole } = fields(body)
  return generalRole === null || isLinkRole(generalRole) ? generalRole : undefined
}

/** `{ role }` */
export function readLinkRole(body: unknown): LinkRole | undefined {
  const { role } = fields(body)
  return isLinkRole(role) ? role : undefined
}

/** `{ email, role }`; the address comes back in lower case, as accounts keep theirs. */
export function readNamedPerson(body: unknown): { email: string; role: LinkRole } | undefined {
  const { email, role } = fields(body)
  if (!isLinkRole(role) || typeof email !== 'string') return undefined
  const tidy = email.trim().toLowerCase()
  return tidy.length <= maxEmailLength && emailPattern.test(tidy) ? { email: tidy, role } : undefined
}

/** What somebody says when they ask to be let in: `{ message? }`, shortened to what is shown. */
export function readMessage(body: unknown): string | undefined {
  const { message = '' } = fields(body)
  return typeof message === 'string' ? message.trim().slice(0, maxMessageLength) : undefined
}

/** What is given to another owner: `{ shareId }` */
export function readShareId(body: unknown): string | undefined {
  const { shareId } = fields(body)
  return typeof shareId === 'string' ? shareId : undefined
}

/** `{ role, expiresAt?, password? }`; the time must lie ahead. */
export function readNewLink(body: unknown, now: number): NewLink | undefined {
  const { role, expiresAt = null, password = null } = fields(body)
  if (!isLinkRole(role)) return undefined
  if (expiresAt !== null && !(typeof expiresAt === 'number' && Number.isSafeInteger(expiresAt)))
    return undefined
  if (expiresAt !== null && expiresAt <= now) return undefined
  if (password !== null && !isPasswordText(password)) return undefined
  return { role, expiresAt, password }
}

/** `{ secret, password? }` */
export function readRedemption(body: unknown): { secret: string; password: string | null } | undefined {
  const { secret, password = null } = fields(body)
  if (typeof secret !== 'string') return undefined
  if (password !== null && !isPasswordText(password)) return undefined
  return { secret, password }
}

function isPasswordText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxPasswordLength
}

function fields(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
