'use client'
import { useTranslations } from 'next-intl'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'

import { AccountContext, type AccountState } from '#features/accounts/account-context'
import { type CollabAddress, collabServerUrl } from '#features/editor/collab-url'
import { GuestProfileProvider } from '#features/guests/guest-profile-context.tsx'
import { FeedProvider } from '#features/notifications/feed-context.tsx'
import { feedPath } from '#protocol/feed'
import { UiProvider } from '#ui/ui-provider'

import { OpenedBefore } from './opened-before.tsx'

/** What every page stands in: the theme (class `dark` on html) and the interface parts' words. */
export function Providers({
  nonce,
  account,
  collab,
  children,
}: {
  nonce?: string
  account: AccountState
  collab: CollabAddress
  children: ReactNode
}) {
  const t = useTranslations('common')
  return (
    <ThemeProvider
      attribute="class"
      storageKey="pliego_theme"
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <UiProvider keyNames={{ shift: t('keys.shift'), enter: t('keys.enter'), space: t('keys.space') }}>
        <AccountContext value={account}>
          <GuestProfileProvider account={account.account}>
            <FeedProvider url={() => `${collabServerUrl(window.location, collab)}/${feedPath}`}>
              <OpenedBefore>{children}</OpenedBefore>
            </FeedProvider>
          </GuestProfileProvider>
        </AccountContext>
      </UiProvider>
    </ThemeProvider>
  )
}
