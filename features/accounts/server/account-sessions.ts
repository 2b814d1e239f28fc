import type { OpenSession } from '#features/accounts/open-session'
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
