import './globals.css'
import type { Metadata, Viewport } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'

import { appConfig } from '#features/documents/server/app-config'
import { nonceHeader } from '#features/documents/server/content-security-policy'
import { isHttps, requestHost } from '#features/documents/server/same-origin'

import { pageIdentity } from './identity.ts'
import { Providers } from './providers.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  const config = appConfig()
  const requestHeaders = await headers()
  const scheme = isHttps(requestHeaders, config) ? 'https' : 'http'
  const base = config.publicUrl ?? `${scheme}://${requestHost(requestHeaders, config) ?? 'localhost'}`
  return {
    metadataBase: URL.parse(base),
    title: { default: 'Pliego', template: '%s · Pliego' },
    description: t('description'),
    applicationName: 'Pliego',
    // The same for every page: a preview in a chat must not tell what a document is called.
    openGraph: { type: 'website', siteName: 'Pliego', title: 'Pliego', description: t('description') },
    twitter: { card: 'summary_large_image', title: 'Pliego', description: t('description') },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#edebe6' },
    { media: '(prefers-color-scheme: dark)', color: '#191715' },
  ],
  // The page shrinks above a phone's keyboard, so that the toolbar stays in sight.
  interactiveWidget: 'resizes-content',
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(nonceHeader)
  const account = {
    account: (await pageIdentity())?.account ?? null,
    canSignUp: appConfig().authSignup === 'open',
  }
  const { collabUrl: url, collabPort: port } = appConfig()
  const {
    accounts: _accounts,
    admin: _admin,
    mails: _mails,
    templates: _templates,
    ...messages
  } = await getMessages()
  return (
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        {/* What only the pages of accounts and of administrators say comes with those pages; mails and templates are the server's. */}
        <NextIntlClientProvider messages={messages}>
          <Providers
            account={account}
            collab={url === undefined ? { port } : { url, port }}
            {...(nonce === null ? {} : { nonce })}
          >
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
