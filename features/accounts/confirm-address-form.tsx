'use client'
import { useTranslations } from 'next-intl'

import { confirmAddress } from '#features/accounts/auth-requests'
import { CredentialForm } from '#features/accounts/credential-form.tsx'

/**
 * Confirms an address by the link of a mail. By a button: programs that look through mails open what is in them, and
 * would have answered for somebody who never read it.
 */
export function ConfirmAddressForm({ token }: { token: string }) {
  const t = useTranslations('accounts.confirmation')
  return (
    <CredentialForm
      submitLabel={t('submit')}
      saidByFields={[]}
      send={() => confirmAddress(token)}
      onDone={() => window.location.replace('/account')}
    >
      {() => null}
    </CredentialForm>
  )
}
