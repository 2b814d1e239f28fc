'use client'
import { AccountLinks } from '#features/accounts/account-links.tsx'
import { useGuest } from '#features/guests/guest-profile-context.tsx'

/** The account of whoever is here, beneath their name. */
export function OwnAccount() {
  const guest = useGuest()
  return <AccountLinks onSignedOut={() => guest?.forget()} />
}
