import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'

import { signInPath } from '#features/accounts/account-paths'
import { ConfirmAddressForm } from '#features/accounts/confirm-address-form.tsx'

import { pageIdentity } from '../../identity.ts'
import { AccountHint, AccountSheet } from '../account-sheet.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.confirmation')
  return { title: t('title'), robots: { index: false, follow: false } }
}

/** Where the link of a mail leads to that shows whose an address is: theirs who are signed in with it. */
export default async function Page({ searchParams }: PageProps<'/confirm-email'>) {
  const query = await searchParams
  const token = typeof query.token === 'string' ? query.token : ''
  const account = (await pageIdentity())?.account
  // The link alone opens nothing, so it may be in an address.
  if (!account) redirect(signInPath(`/confirm-email?token=${encodeURIComponent(token)}`))
  const t = await getTranslations('accounts')
  const text = account.isConfirmed ? t('confirmation.done') : t('confirmation.text', { email: account.email })
  return (
    <AccountSheet
      title={t('confirmation.title')}
      text={text}
      below={<AccountHint text={account.email} href="/account" link={t('account.title')} />}
    >
      {!account.isConfirmed && <ConfirmAddressForm token={token} />}
    </AccountSheet>
  )
}
