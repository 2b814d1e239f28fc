import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'

import { ForgotPasswordForm } from '#features/accounts/reset-forms.tsx'

import { AccountHint, AccountSheet } from '../account-sheet.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.forgot')
  return { title: t('title') }
}

export default async function Page() {
  const t = await getTranslations('accounts')
  return (
    <AccountSheet
      title={t('forgot.title')}
      text={t('forgot.text')}
      below={<AccountHint text={t('forgot.remembered')} href="/sign-in" link={t('signIn.title')} />}
    >
      <ForgotPasswordForm />
    </AccountSheet>
  )
}
