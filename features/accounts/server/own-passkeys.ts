import type { Passkey } from '#features/accounts/passkey'
import type { AuthLibrary } from '#features/accounts/server/auth-library'

/** The passkeys of whoever is signed in, the oldest first. @throws where nobody is */
export async function ownPasskeys(library: AuthLibrary, headers: Headers): Promise<Passkey[]> {
  const passkeys = await library.api.listPasskeys({ headers })
  return passkeys
    .map(({ id, name, createdAt }) => ({ id, name: name ?? '', addedAt: createdAt?.getTime() ?? null }))
    .toSorted((a, b) => (a.addedAt ?? 0) - (b.addedAt ?? 0))
}
