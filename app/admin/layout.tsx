import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'

import { AdminPlaces } from '#features/admin/admin-places.tsx'

import { HomeHeader } from '../home-header.tsx'
import { administratorOfPage } from './administrator-of-page.ts'
import { LowDiskNotice } from './low-disk-notice.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('admin')
  return { title: t('title'), robots: { index: false, follow: false } }
}

/** The pages of whoever administers this Pliego; for everybody else there are none. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await administratorOfPage()
  const t = await getTranslations('admin')
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <div className="flex min-h-dvh flex-col">
        <HomeHeader />
        <main className="mx-auto w-full max-w-4xl px-4 pt-8 pb-24 desk:px-6">
          <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
          <p className="mt-1 text-pretty text-muted">{t('never')}</p>
          <LowDiskNotice />
          <AdminPlaces />
          {children}
        </main>
      </div>
    </NextIntlClientProvider>
  )
}
