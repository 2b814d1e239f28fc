import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'

import { HomeHeader } from '../home-header.tsx'
import { Doctor } from './doctor.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('doctor')
  return { title: t('title'), robots: { index: false, follow: false } }
}

/** Why the connection does not work, for whoever sits in front of it. */
export default async function Page() {
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <div className="flex min-h-dvh flex-col">
        <HomeHeader />
        <Doctor />
      </div>
    </NextIntlClientProvider>
  )
}
