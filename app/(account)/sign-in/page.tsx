import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'

import { safeNext, signUpPath } from '#features/accounts/account-paths'
import { PasskeySignIn } from '#features/accounts/passkey-sign-in.tsx'
import { SignInForm } from '#features/accounts/sign-in-form.tsx'
import { SingleSignOnButton } from '#features/accounts/single-sign-on-button.tsx'
import { appConfig } from '#features/documents/server/app-config'

import { pageIdentity } from '../../identity.ts'
import { AccountHint, AccountSheet } from '../account-sheet.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.signIn')
  return { title: t('title') }
}

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const query = await searchParams
  const next = safeNext(query.next)
  const identity = await pageIdentity()
  if (identity?.account) redirect(next)
  const t = await getTranslations('accounts.signIn')
  const { authGuests, authSignup, authOidcIssuer, authOidcName } = appConfig()
  return (
    <AccountSheet
      title={t('title')}
      text={authGuests === 'off' ? t('needed') : t('text')}
      below={
        <>
          <AccountHint text={t('forgot')} href="/forgot-password" link={t('toForgot')} />
          {authSignup === 'open' && (
            <AccountHint text={t('new')} href={signUpPath(next)} link={t('toSignUp')} />
          )}
        </>
      }
    >
      {query.error !== undefined && (
        <p role="alert" className="mb-6 text-danger">
          {t(query.error === 'account_not_linked' ? 'notLinked' : 'notSignedIn', { name: authOidcName })}
        </p>
      )}
      {authOidcIssuer !== undefined && <SingleSignOnButton name={authOidcName} next={next} />}
      <SignInForm next={next} />
      <PasskeySignIn next={next} />
    </AccountSheet>
  )
}
