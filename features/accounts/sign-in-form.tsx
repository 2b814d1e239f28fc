'use client'
import { useTranslations } from 'next-intl'

import { signIn } from '#features/accounts/auth-requests'
import { CredentialForm, fieldOf } from '#features/accounts/credential-form.tsx'
import { TextField } from '#ui/text-field'

/** E-mail and password of an account, and then on to where one wanted to be. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('accounts')
  return (
    <CredentialForm
      submitLabel={t('signIn.submit')}
      saidByFields={['wrongCredentials']}
      send={(fields) => signIn({ email: fieldOf(fields, 'email'), password: fieldOf(fields, 'password') })}
      onDone={() => window.location.assign(next)}
    >
      {(failure) => (
        <>
          {/* Where browsers offer passkeys along with names they remember. */}
          <TextField label={t('email')} name="email" type="email" autoComplete="username webauthn" required />
          <TextField
            label={t('password')}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            error={failure === 'wrongCredentials' ? t('failed.wrongCredentials') : undefined}
          />
        </>
      )}
    </CredentialForm>
  )
}
