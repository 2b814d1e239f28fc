'use client'
import { DeleteAccount } from '#features/accounts/delete-account.tsx'
import { useGuest } from '#features/guests/guest-profile-context.tsx'

import { forgetOwnCopies } from '../../forget-own-copies.ts'

/** Deleting one's account leaves a guest without a past. */
export function DeleteOwnAccount(props: { email: string; withPassword: boolean }) {
  const guest = useGuest()
  const forget = async () => {
    guest?.forget()
    await forgetOwnCopies()
  }
  return <DeleteAccount {...props} onDeleted={forget} />
}
