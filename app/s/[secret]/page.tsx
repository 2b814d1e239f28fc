import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'

import { signInPath } from '#features/accounts/account-paths'
import { appServices } from '#features/documents/server/app-services'
import { LinkPasswordForm } from '#features/sharing/link-password-form.tsx'
import { redeemLink } from '#features/sharing/server/share-links'

import { passwordAttempts } from '../../api/password-attempts.ts'
import { LateDeadEndPage } from '../../late-pages.tsx'
import { HomeHeader } from '../../home-header.tsx'
import { pageIdentity } from '../../identity.ts'
import { MessagePage } from '../../message-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sharing.opening')
  return { title: t('title'), robots: { index: false, follow: false } }
}

/** Opens a link for this guest and goes on to its document, so that the secret is in no address after that. */
export default async function Page({ params }: PageProps<'/s/[secret]'>) {
  const { secret } = await params
  const t = await getTranslations('sharing.opening')
  const identity = await pageIdentity()
  if (!identity) redirect(signInPath(`/s/${secret}`))
  const { links } = appServices().store
  const redeemed = await redeemLink(
    { links, attempts: passwordAttempts() },
    { secret, password: null, userId: identity.userId },
    Date.now(),
  )
  if (redeemed.outcome === 'redeemed') redirect(`/d/${redeemed.documentId}`)
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
