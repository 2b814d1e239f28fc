import type { OpenSession } from '#features/accounts/open-session'
import { dayS } from '#features/accounts/session-cookie'
import { deviceOf } from '#features/accounts/server/device-of'
import type { AuthLibrary } from '#features/accounts/server/auth-library'

/** Where somebody is signed in, the present session first and then the last used. */
export async function openSessions(
  library: AuthLibrary,
  headers: Headers,
  currentId: string,
): Promise<OpenSession[]> {
  const sessions = await library.api.listSessions({ headers })
  return sessions
    .map(({ id, userAgent, createdAt, updatedAt }) => ({
      id,
      device: deviceOf(userAgent ?? ''),
      signedInAt: createdAt.getTime(),
      usedAt: updatedAt.getTime(),
      isCurrent: id === currentId,
    }))
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.usedAt - a.usedAt)
}

/** Ends one's own session with this id; false where there is none. */
export async function endSession(library: AuthLibrary, headers: Headers, id: string): Promise<boolean> {
  const sessions = await library.api.listSessions({ headers })
  const ended = sessions.find((session) => session.id === id)
  if (!ended) return false
  await library.api.revokeSession({ headers, body: { token: ended.token } })
  return true
}

/** Whether somebody has a password, and not only other ways in. */
export async function hasPassword(library: AuthLibrary, headers: Headers): Promise<boolean> {
  const logins = await library.api.listUserAccounts({ headers })
  return logins.some(({ providerId }) => providerId === 'credential')
}

/** Whether this is the password of whoever is signed in. */
export async function isOwnPassword(
  library: AuthLibrary,
  headers: Headers,
  password: string,
): Promise<boolean> {
  const answer = await library.api.verifyPassword({ headers, body: { password }, asResponse: true })
  return answer.ok
}

/** Whether the present session was begun within a day: not one that somebody left open. */
export async function isSignedInLately(library: AuthLibrary, headers: Headers): Promise<boolean> {
  const present = await library.api.getSession({ headers })
  return present !== null && Date.now() - present.session.createdAt.getTime() < dayS * 1000
}
