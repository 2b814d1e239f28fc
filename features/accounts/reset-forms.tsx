'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { askForReset, resetPassword } from '#features/accounts/auth-requests'
import { CredentialForm, fieldOf } from '#features/accounts/credential-form.tsx'
import { NewPasswordField } from '#features/accounts/new-password-field.tsx'
import { TextField } from '#ui/text-field'

/** Asks for the mail by which another password is chosen, and says the same whoever has an account. */
export function ForgotPasswordForm() {
  const t = useTranslations('accounts')
  const [asked, setAsked] = useState(false)
  if (asked) return <output>{t('forgot.sent')}</output>
  return (
    <CredentialForm
      submitLabel={t('forgot.submit')}
      saidByFields={['notAnEmail']}
      send={(fields) => askForReset(fieldOf(fields, 'email'))}
      onDone={() => setAsked(true)}
    >
      {(failure) => (
        <TextField
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          error={failure === 'notAnEmail' ? t('failed.notAnEmail') : undefined}
        />
      )}
    </CredentialForm>
  )
}

/** Another password for whoever has the link of a mail. */
export function ResetPasswordForm({ token }: { token: string }) {
  const t = useTranslations('accounts')
  return (
    <CredentialForm
      submitLabel={t('reset.submit')}
      saidByFields={['passwordUnfit']}
      send={(fields) => resetPassword(token, fieldOf(fields, 'password'))}
      onDone={() => window.location.replace('/sign-in')}
    >
      {(failure) => (
        <NewPasswordField label={t('newPassword')} name="password" unfit={failure === 'passwordUnfit'} />
      )}
    </CredentialForm>
  )
}
