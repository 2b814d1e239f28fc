'use client'
import { SignUpForm } from '#features/accounts/sign-up-form.tsx'
import { maxNameLength } from '#features/guests/guest-names'
import { useGuest } from '#features/guests/guest-profile-context.tsx'

/** Making an account begins from who the guest is already. */
export function GuestSignUpForm(props: { next: string; invitation: string | null }) {
  const guest = useGuest()
  return <SignUpForm {...props} name={guest?.ownName ?? undefined} maxNameLength={maxNameLength} />
}
