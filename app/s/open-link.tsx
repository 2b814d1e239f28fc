import { getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'

import { signInPath, signUpPath } from '#features/accounts/account-paths'
import { appServices } from '#features/documents/server/app-services'
import { LinkPasswordForm } from '#features/sharing/link-password-form.tsx'
import { claimShare } from '#features/sharing/server/named-people'
import { redeemLink } from '#features/sharing/server/share-links'
import { Button } from '#ui/button'

import { isAllowedWork } from '../api/allowed-work.ts'
import { passwordAttempts } from '../api/password-attempts.ts'
import { recordAccess } from '../api/record-access.ts'
import { LateDeadEndPage } from '../late-pages.tsx'
import { HomeHeader } from '../home-header.tsx'
import { pageIdentity } from '../identity.ts'
import { MessagePage } from '../message-page.tsx'

/**
 * Opens a link for whoever comes with it, or what they were given by name, and goes on to the document, so that
 * the secret is in no address after that.
 */
export async function OpenLink({ secret }: { secret: string }) {
  const t = await getTranslations('sharing.opening')
  const identity = await pageIdentity()
  if (!identity) redirect(signInPath(`/s/${secret}`))
  if (!isAllowedWork({ headers: await headers() }, 'openedLinks')) {
    return <LateDeadEndPage title={t('tooMany.title')} text={t('tooMany.text')} />
  }
  const services = appServices()
  const { links, shares } = services.store
  const now = Date.now()
  const redeemed = await redeemLink(
    { links, attempts: passwordAttempts() },
    { secret, password: null, userId: identity.userId },
    now,
  )
  if (redeemed.outcome === 'redeemed') {
    const { documentId, linkId, role, isNew } = redeemed
    const event = { kind: 'linkOpened', actorId: identity.userId, subjectId: linkId, toRole: role } as const
    if (isNew) await recordAccess(services, { documentId, ...event })
    redirect(`/d/${documentId}`)
  }
  if (redeemed.outcome === 'linkUnknown') {
    const claimed = await claimShare(shares, secret, identity.account, now)
    if (claimed.outcome === 'claimed') {
      const { documentId, email, role, isNew } = claimed
      const event = { kind: 'came', actorId: identity.userId, subject: email, toRole: role } as const
      if (isNew) await recordAccess(services, { documentId, ...event })
      redirect(`/d/${documentId}`)
    }
    if (claimed.outcome === 'addressNeeded') {
      return <AddressNeeded email={claimed.email} secret={secret} signedInAs={identity.account?.email} />
    }
  }
  if (redeemed.outcome !== 'passwordNeeded') {
    return <LateDeadEndPage title={t('unknown.title')} text={t('unknown.text')} />
  }
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage title={t('password.title')} text={t('password.text')}>
        <LinkPasswordForm secret={secret} />
      </MessagePage>
    </div>
  )
}

/** For whom it is, and how to be that. */
async function AddressNeeded({
  email,
  secret,
  signedInAs,
}: {
  email: string
  secret: string
  signedInAs: string | undefined
}) {
  const t = await getTranslations('sharing.opening.named')
  const { authSignup } = appServices().config
  const next = `/s/${secret}`
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage
        title={t('title')}
        text={signedInAs === undefined ? t('text', { email }) : t('other', { email, other: signedInAs })}
      >
        {signedInAs === undefined && (
          <>
            {authSignup === 'open' && (
              <Button size="large" asChild>
                <a href={signUpPath(next)}>{t('signUp')}</a>
              </Button>
            )}
            <Button variant="primary" size="large" asChild>
              <a href={signInPath(next)}>{t('signIn')}</a>
            </Button>
          </>
        )}
      </MessagePage>
    </div>
  )
}
