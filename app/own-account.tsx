'use client'
import { AccountLinks } from '#features/accounts/account-links.tsx'
import { useGuest } from '#features/guests/guest-profile-context.tsx'

import { forgetOwnCopies } from './forget-own-copies.ts'

/** With the editor's code, which pages do not wait for. */
const unsaved = async () => (await import('#features/editor/unsaved-documents')).unsavedDocuments().length

/** The account of whoever is here, beneath their name. */
export function OwnAccount() {
  const guest = useGuest()
  const forget = async () => {
    guest?.forget()
    await forgetOwnCopies()
  }
  return <AccountLinks unsaved={unsaved} onSignedOut={forget} />
}
