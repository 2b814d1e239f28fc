'use client'
import './globals.css'
import { useEffect } from 'react'

import { Button } from '#ui/button'
import en from '../i18n/messages/en/common.json'
import es from '../i18n/messages/es/common.json'

import { MessagePage } from './message-page.tsx'

/** The last resort, when not even the layout stands: no providers, so it finds its language by itself. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error])
  const spanish = typeof document !== 'undefined' && speaksSpanish()
  const { failed, tryAgain } = spanish ? es : en
  return (
    <html lang={spanish ? 'es' : 'en'} className={prefersDark() ? 'dark' : ''} suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <title>{failed.title}</title>
        <MessagePage title={failed.title} text={failed.text}>
          <Button variant="primary" size="large" onClick={retry}>
            {tryAgain}
          </Button>
        </MessagePage>
      </body>
    </html>
  )
}

function speaksSpanish(): boolean {
  const chosen = /(?:^|; )pliego_locale=(\w+)/.exec(document.cookie)?.[1]
  return (chosen ?? navigator.language).startsWith('es')
}

function prefersDark(): boolean {
  return typeof window !== 'undefined' && window.matchMedia('(prefers-color-scheme: dark)').matches
}
