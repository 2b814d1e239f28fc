import type { Account } from '#features/accounts/account'
import type { AuthLibrary } from '#features/accounts/server/auth-library'
import { sessionCookie } from '#features/accounts/session-cookie'

/** Somebody who is signed in on one device. */
export type AccountSession = { readonly id: string; readonly account: Account }

/** Whether a request brings a session at all, true or not: guests are told apart without asking the store. */
export function hasSessionCookie(headers: Headers): boolean {
  return headers.get('cookie')?.includes(`${sessionCookie}=`) ?? false
}

/** Who is signed in by these request headers; null where nobody is any more. */
export async function findSession(library: AuthLibrary, headers: Headers): Promise<AccountSession | null> {
  const found = await library.api.getSession({ headers })
  if (!found) return null
  const { id, name, email, color, isAdmin, emailVerified } = found.user
  return {
    id: found.session.id,
    account: {
      id,
      name,
      email,
      color: color ?? null,
      isAdmin: isAdmin === true,
      isConfirmed: emailVerified,
    },
  }
}
