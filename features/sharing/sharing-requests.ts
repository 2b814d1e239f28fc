import type { AccessLogEntry } from '#features/sharing/access-log-entry'
import type { LinkRole } from '#features/sharing/link-role'
import type { SharingOverview } from '#features/sharing/sharing-overview'

/** The app said no, and why, as a code. */
export class SharingRefusedError extends Error {
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.name = 'SharingRefusedError'
    this.code = code
  }
}

/** Each throws where the app does not answer or says no. */
export async function loadSharing(documentId: string): Promise<SharingOverview> {
  const response = await send(`${base(documentId)}/sharing`, 'GET')
  return (await response.json()) as SharingOverview
}

export async function loadAccessLog(documentId: string): Promise<AccessLogEntry[]> {
  const response = await send(`${base(documentId)}/access-log`, 'GET')
  return ((await response.json()) as { entries: AccessLogEntry[] }).entries
}

export async function setGeneralRole(documentId: string, generalRole: LinkRole | null): Promise<void> {
  await send(`${base(documentId)}/sharing`, 'PUT', { generalRole })
}

export type WantedLink = { role: LinkRole; expiresAt: number | null; password: string | null }

/** The new link's address, which is never told again. */
export async function makeLink(documentId: string, wanted: WantedLink): Promise<string> {
  const response = await send(`${base(documentId)}/links`, 'POST', wanted)
  const { path } = (await response.json()) as { path: string }
  return new URL(path, window.location.origin).href
}

export async function setLinkRole(documentId: string, linkId: string, role: LinkRole): Promise<void> {
  await send(`${base(documentId)}/links/${linkId}`, 'PATCH', { role })
}

export async function revokeLink(documentId: string, linkId: string): Promise<void> {
  await send(`${base(documentId)}/links/${linkId}`, 'DELETE')
}

export type SharedByName = {
  readonly outcome: 'shared'
  readonly mailed: boolean
  readonly address: string | null
}

export type NamingFailure = 'badRequest' | 'ownAddress' | 'tooManyPeople' | 'tooManyRequests' | 'unknown'

/** Gives somebody a role by their e-mail address; where no mail went out, `address` is what to send them. */
export async function shareWith(
  documentId: string,
  person: { email: string; role: LinkRole },
): Promise<SharedByName | { outcome: NamingFailure }> {
  try {
    const response = await fetch(`${base(documentId)}/people`, json('POST', person))
    const answer = (await response.json()) as { mailed?: boolean; path?: string | null; error?: unknown }
    if (response.ok) {
      const address = answer.path ? new URL(answer.path, window.location.origin).href : null
      return { outcome: 'shared', mailed: answer.mailed === true, address }
    }
    const known = (['badRequest', 'ownAddress', 'tooManyPeople', 'tooManyRequests'] as const).find(
      (code) => code === answer.error,
    )
    return { outcome: known ?? 'unknown' }
  } catch (error) {
    console.warn('Nobody could be named', error)
    return { outcome: 'unknown' }
  }
}

export async function setPersonRole(documentId: string, personId: string, role: LinkRole): Promise<void> {
  await send(`${base(documentId)}/people/${personId}`, 'PATCH', { role })
}

export async function removePerson(documentId: string, personId: string): Promise<void> {
  await send(`${base(documentId)}/people/${personId}`, 'DELETE')
}

/** Makes somebody who was named the owner. */
export async function makeOwner(documentId: string, shareId: string): Promise<void> {
  await send(`${base(documentId)}/owner`, 'PUT', { shareId })
}

/** Answers somebody who asks to be let in: with a role, or with no. */
export async function answerRequest(
  documentId: string,
  userId: string,
  role: LinkRole | null,
): Promise<void> {
  const path = `${base(documentId)}/requests/${encodeURIComponent(userId)}`
  await (role === null ? send(path, 'DELETE') : send(path, 'PUT', { role }))
}

/** Asks the owner to be let in. */
export async function askForAccess(
  documentId: string,
  message: string,
): Promise<'asked' | 'alreadyOpen' | 'tooMany' | 'failed'> {
  try {
    const response = await fetch(`${base(documentId)}/requests`, json('POST', { message }))
    if (response.ok) return 'asked'
    if (response.status === 429) return 'tooMany'
    const { error } = (await response.json()) as { error?: unknown }
    return error === 'alreadyOpen' ? 'alreadyOpen' : 'failed'
  } catch (error) {
    console.warn('Access could not be asked for', error)
    return 'failed'
  }
}

export type OpenedLink =
  | { outcome: 'opened'; documentId: string }
  | { outcome: 'wrongPassword' | 'tooManyAttempts' | 'linkUnknown' | 'unreachable' }

/** Opens a link that has a password. */
export async function openLink(secret: string, password: string): Promise<OpenedLink> {
  try {
    const response = await fetch('/api/links', json('POST', { secret, password }))
    const answer = (await response.json()) as { documentId?: unknown; error?: unknown }
    if (typeof answer.documentId === 'string') return { outcome: 'opened', documentId: answer.documentId }
    const known = (['wrongPassword', 'tooManyAttempts', 'linkUnknown'] as const).find(
      (code) => code === answer.error,
    )
    return { outcome: known ?? 'unreachable' }
  } catch {
    return { outcome: 'unreachable' }
  }
}

const base = (documentId: string): string => `/api/documents/${documentId}`

function json(method: string, body?: unknown): RequestInit {
  return body === undefined
    ? { method }
    : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function send(path: string, method: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, json(method, body))
  if (response.ok) return response
  throw new SharingRefusedError(`${method} ${path} answered ${response.status}`, await codeOf(response))
}

async function codeOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error?: unknown }
    return typeof error === 'string' ? error : ''
  } catch {
    // Not ours: of a proxy in between, say.
    return ''
  }
}
