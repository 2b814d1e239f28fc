import type { DepartureOverview } from '#features/accounts/departure-overview'

/** Why signing up, in or the like was refused, as a code to be said in the person's language. */
export type AuthFailure =
  | 'wrongCredentials'
  | 'emailTaken'
  | 'notAnEmail'
  | 'passwordUnfit'
  | 'signUpClosed'
  | 'wrongPassword'
  | 'tokenUnknown'
  | 'tooManyAttempts'
  | 'passkeyUnknown'
  | 'passkeyFailed'
  | 'signInAgain'
  | 'alreadyConfirmed'
  | 'otherAccount'
  | 'suspended'
  | 'otherAddress'
  | 'onlyAdministrator'
  | 'unreachable'

const known: readonly AuthFailure[] = [
  'wrongCredentials',
  'emailTaken',
  'notAnEmail',
  'passwordUnfit',
  'signUpClosed',
  'wrongPassword',
  'tokenUnknown',
  'tooManyAttempts',
  'passkeyUnknown',
  'passkeyFailed',
  'signInAgain',
  'alreadyConfirmed',
  'otherAccount',
  'suspended',
  'otherAddress',
  'onlyAdministrator',
]

/** Each gives null where it went well. */
export async function signUp(wishes: {
  name: string
  email: string
  password: string
  invitation: string | null
}): Promise<AuthFailure | null> {
  return send('sign-up/email', wishes)
}

export async function signIn(credentials: { email: string; password: string }): Promise<AuthFailure | null> {
  return send('sign-in/email', credentials)
}

/** The provider's address to go on to; null where there is none now. */
export async function beginSingleSignOn(next: string): Promise<string | null> {
  try {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ next })
    const response = await fetch('/api/auth/sign-in/social', { method: 'POST', headers, body })
    if (!response.ok) return null
    return ((await response.json()) as { url: string }).url
  } catch {
    return null
  }
}

export async function signOut(): Promise<AuthFailure | null> {
  return send('sign-out', {})
}

/** Null also where there is no such account: nobody is told. */
export async function askForReset(email: string): Promise<AuthFailure | null> {
  return send('request-password-reset', { email })
}

export async function resetPassword(token: string, newPassword: string): Promise<AuthFailure | null> {
  return send('reset-password', { token, newPassword })
}

/** The link that shows that one's own address is one's own. */
export async function askForConfirmation(): Promise<AuthFailure | null> {
  return send('send-verification-email', {})
}

export async function confirmAddress(token: string): Promise<AuthFailure | null> {
  return send('verify-email', { token })
}

export async function changePassword(passwords: {
  currentPassword: string
  newPassword: string
}): Promise<AuthFailure | null> {
  return send('change-password', passwords)
}

export async function endOtherSessions(): Promise<AuthFailure | null> {
  return send('revoke-other-sessions', {})
}

/** False where it did not work. */
export async function endSession(id: string): Promise<boolean> {
  const response = await fetch(`/api/me/sessions/${id}`, { method: 'DELETE' }).catch(() => null)
  return response?.ok ?? false
}

/** The address of a new invitation, which is never told again; null where it did not work. */
export async function makeInvitation(): Promise<string | null> {
  const response = await fetch('/api/invitations', { method: 'POST' }).catch(() => null)
  if (!response?.ok) return null
  const { path } = (await response.json()) as { path: string }
  return new URL(path, window.location.origin).href
}

/** What deleting one's account would mean; null where the server does not answer. */
export async function askDeparture(): Promise<DepartureOverview | null> {
  const response = await fetch('/api/me/departure').catch(() => null)
  return response?.ok ? ((await response.json()) as DepartureOverview) : null
}

export async function deleteOwnAccount(proof: {
  password?: string
  email?: string
  handOver: boolean
}): Promise<AuthFailure | null> {
  return failureIn(fetchJson('/api/me', 'DELETE', proof))
}

async function send(path: string, body: unknown): Promise<AuthFailure | null> {
  return failureIn(askAuth(path, body))
}

async function failureIn(answer: Promise<Response | AuthFailure>): Promise<AuthFailure | null> {
  const answered = await answer
  return typeof answered === 'string' ? answered : null
}

/** A request of accounts by its path: what the server answers, or why it did not. */
export async function askAuth(path: string, body: unknown): Promise<Response | AuthFailure> {
  return fetchJson(`/api/auth/${path}`, 'POST', body)
}

async function fetchJson(address: string, method: string, body: unknown): Promise<Response | AuthFailure> {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(address, { method, headers, body: JSON.stringify(body) })
    if (response.ok) return response
    const { error } = (await response.json()) as { error?: unknown }
    return known.find((code) => code === error) ?? 'unreachable'
  } catch {
    return 'unreachable'
  }
}
