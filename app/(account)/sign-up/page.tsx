import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'

import { safeNext, signInPath } from '#features/accounts/account-paths'
import { hashInvitation } from '#features/accounts/server/invitations'
import { appServices } from '#features/documents/server/app-services'
import { Button } from '#ui/button'

import { pageIdentity } from '../../identity.ts'
import { MessagePage } from '../../message-page.tsx'
import { AccountHint, AccountSheet } from '../account-sheet.tsx'
import { GuestSignUpForm } from './guest-sign-up-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.signUp')
  return { title: t('title'), robots: { index: false, follow: false } }
}

export default async function Page({ searchParams }: PageProps<'/sign-up'>) {
  const query = await searchParams
  const next = safeNext(query.next)
  const identity = await pageIdentity()
  if (identity?.account) redirect(next)
  const t = await getTranslations('accounts.signUp')
  const invitation = typeof query.invitation === 'string' ? query.invitation : null
  if (!(await maySignUp(invitation))) return <Closed next={next} />
  return (
    <AccountSheet
      title={t('title')}
      text={t('text')}
      below={<AccountHint text={t('known')} href={signInPath(next)} link={t('toSignIn')} />}
    >
      <GuestSignUpForm next={next} invitation={invitation} />
    </AccountSheet>
  )
}

async function Closed({ next }: { next: string }) {
  const t = await getTranslations('accounts.signUp')
  return (
    <MessagePage title={t('closed.title')} text={t('closed.text')}>
      <Button variant="primary" size="large" asChild>
        <a href={signInPath(next)}>{t('toSignIn')}</a>
      </Button>
    </MessagePage>
  )
}

async function maySignUp(invitation: string | null): Promise<boolean> {
  const { config, store } = appServices()
  if (config.authSignup !== 'invite') return config.authSignup === 'open'
  if (!(await store.accounts.hasAny())) return true
  return invitation !== null && store.accounts.isInvited(hashInvitation(invitation), Date.now())
}
