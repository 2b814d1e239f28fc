'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'

import { changePassword } from '#features/accounts/auth-requests'
import { CredentialForm, fieldOf } from '#features/accounts/credential-form.tsx'
import { NewPasswordField } from '#features/accounts/new-password-field.tsx'
import { TextField } from '#ui/text-field'

/** Another password for whoever knows the current one; every other session ends. */
export function ChangePasswordForm({ email }: { email: string }) {
  const t = useTranslations('accounts')
  const router = useRouter()
  const [changed, setChanged] = useState(0)
  return (
    <>
      <CredentialForm
        // Empty again once it has worked.
        key={changed}
        submitLabel={t('change.submit')}
        saidByFields={['wrongPassword', 'passwordUnfit']}
        send={(fields) =>
          changePassword({
            currentPassword: fieldOf(fields, 'current'),
            newPassword: fieldOf(fields, 'new'),
          })
        }
        onDone={() => {
          setChanged(changed + 1)
          router.refresh()
        }}
      >
        {(failure) => (
          <>
            {/* For managers of passwords, which keep one for each name. */}
            <input hidden readOnly name="email" autoComplete="username" value={email} />
            <TextField
              label={t('currentPassword')}
              name="current"
              type="password"
              autoComplete="current-password"
              required
              error={failure === 'wrongPassword' ? t('failed.wrongPassword') : undefined}
            />
            <NewPasswordField label={t('newPassword')} name="new" unfit={failure === 'passwordUnfit'} />
          </>
        )}
      </CredentialForm>
      <output className="mt-2 block text-sm text-success">{changed > 0 && t('change.done')}</output>
    </>
  )
}
