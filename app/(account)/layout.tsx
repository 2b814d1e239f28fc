import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'

import { HomeHeader } from '../home-header.tsx'

/** The pages of accounts, with their sentences, which no other page loads. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <div className="flex min-h-dvh flex-col">
        <HomeHeader />
        {children}
      </div>
    </NextIntlClientProvider>
  )
}
