import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'

import { ResetPasswordForm } from '#features/accounts/reset-forms.tsx'

import { AccountHint, AccountSheet } from '../account-sheet.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.reset')
  return { title: t('title'), robots: { index: false, follow: false } }
}

/** Where the link of a mail leads to. */
export default async function Page({ searchParams }: PageProps<'/reset-password'>) {
  const { token } = await searchParams
  const t = await getTranslations('accounts')
  return (
    <AccountSheet
      title={t('reset.title')}
      text={t('reset.text')}
      below={<AccountHint text={t('reset.ended')} href="/forgot-password" link={t('forgot.submit')} />}
    >
      <ResetPasswordForm token={typeof token === 'string' ? token : ''} />
    </AccountSheet>
  )
}
