'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'

import { signUp } from '#features/accounts/auth-requests'
import { CredentialForm, fieldOf } from '#features/accounts/credential-form.tsx'
import { NewPasswordField } from '#features/accounts/new-password-field.tsx'
import { TextField } from '#ui/text-field'

type SignUpFormProps = {
  next: string
  /** The secret of an invitation, where one is needed. */
  invitation: string | null
  /** By which others know the guest until now; undefined until it is known. */
  name: string | undefined
  maxNameLength: number
}

/** Makes an account, which keeps what the guest had, and goes on to where one wanted to be. */
export function SignUpForm({ next, invitation, name, maxNameLength }: SignUpFormProps) {
  const t = useTranslations('accounts')
  const nameField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // Once it is known who the guest is, unless something was written by then.
    if (nameField.current?.value === '') nameField.current.value = name ?? ''
  }, [name])
  return (
    <CredentialForm
      submitLabel={t('signUp.submit')}
      saidByFields={['emailTaken', 'notAnEmail', 'passwordUnfit']}
      send={(fields) =>
        signUp({
          name: fieldOf(fields, 'name'),
          email: fieldOf(fields, 'email'),
          password: fieldOf(fields, 'password'),
          invitation,
        })
      }
      onDone={() => window.location.assign(next)}
    >
      {(failure) => (
        <>
          <TextField
            ref={nameField}
            label={t('name')}
            hint={t('nameHint')}
            name="name"
            autoComplete="name"
            maxLength={maxNameLength}
            required
          />
          <TextField
            label={t('email')}
            name="email"
            type="email"
            autoComplete="username"
            required
            error={failure === 'emailTaken' || failure === 'notAnEmail' ? t(`failed.${failure}`) : undefined}
          />
          <NewPasswordField label={t('password')} name="password" unfit={failure === 'passwordUnfit'} />
        </>
      )}
    </CredentialForm>
  )
}
