'use client'
import { DeleteAccount } from '#features/accounts/delete-account.tsx'
import { useGuest } from '#features/guests/guest-profile-context.tsx'

/** Deleting one's account leaves a guest without a past. */
export function DeleteOwnAccount(props: { email: string; withPassword: boolean }) {
  const guest = useGuest()
  return <DeleteAccount {...props} onDeleted={() => guest?.forget()} />
}
