import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'

import { signInPath } from '#features/accounts/account-paths'
import { AddressUnconfirmed } from '#features/accounts/address-unconfirmed.tsx'
import { ChangePasswordForm } from '#features/accounts/change-password-form.tsx'
import { InvitationMaker } from '#features/accounts/invitation-maker.tsx'
import { PasskeyList } from '#features/accounts/passkey-list.tsx'
import { hasPassword, openSessions } from '#features/accounts/server/account-sessions'
import { ownPasskeys } from '#features/accounts/server/own-passkeys'
import { SessionList } from '#features/accounts/session-list.tsx'
import { appConfig } from '#features/documents/server/app-config'
import { Button } from '#ui/button'

import { authLibrary } from '../../accounts.ts'
import { pageIdentity } from '../../identity.ts'
import { DeleteOwnAccount } from './delete-own-account.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.account')
  return { title: t('title') }
}

/** One's own account: how to get into it, and where it is open. */
export default async function Page() {
  const identity = await pageIdentity()
  if (!identity?.account || identity.sessionId === null) redirect(signInPath('/account'))
  const { account, sessionId } = identity
  const t = await getTranslations('accounts')
  const requestHeaders = await headers()
  const library = await authLibrary(requestHeaders)
  const sessions = await openSessions(library, requestHeaders, sessionId)
  const withPassword = await hasPassword(library, requestHeaders)
  return (
    <main className="mx-auto w-full max-w-xl px-6 pt-10 pb-24">
      <h1 className="text-2xl font-semibold tracking-tight">{t('account.title')}</h1>
      <p className="mt-1 break-words text-muted">
        {account.isAdmin ? t('account.admin', { email: account.email }) : account.email}
      </p>
      {account.isAdmin && (
        <p className="mt-2">
          <Link
            href="/admin"
            prefetch={false}
            className="font-semibold text-accent-text underline-offset-2 hover:underline"
          >
            {t('account.administer')}
          </Link>
        </p>
      )}
      {!account.isConfirmed && (
        <AddressUnconfirmed email={account.email} mails={appConfig().smtpUrl !== undefined} />
      )}
      <Section title={t('sessions.title')}>
        <SessionList sessions={sessions} />
      </Section>
      {withPassword && (
        <Section title={t('password')}>
          <ChangePasswordForm email={account.email} />
        </Section>
      )}
      <Section title={t('passkeys.title')}>
        <PasskeyList passkeys={await ownPasskeys(library, requestHeaders)} />
      </Section>
      {account.isAdmin && appConfig().authSignup === 'invite' && (
        <Section title={t('invitations.title')}>
          <InvitationMaker />
        </Section>
      )}
      <Section title={t('own.title')}>
        <p className="mb-3 text-pretty text-muted">{t('own.text')}</p>
        <Button asChild>
          <a href="/api/me/export" download>
            <Download aria-hidden />
            {t('own.download')}
          </a>
        </Button>
      </Section>
      <Section title={t('delete.title')}>
        <DeleteOwnAccount email={account.email} withPassword={withPassword} />
      </Section>
    </main>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-10">
      <h2 className="mb-3 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}
