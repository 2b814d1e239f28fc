'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'

import { Button } from '#ui/button'

import { HomeHeader } from './home-header.tsx'
import { MessagePage } from './message-page.tsx'

export type DeadEndPageProps = {
  title: string
  text: string
  /** Where somebody without an account may find that they have one. */
  signInHref?: string
  /** What may help, before the ways out. */
  children?: ReactNode
}

/** Where an address leads nowhere: says why, and shows the way to the documents. */
export function DeadEndPage({ title, text, signInHref, children }: DeadEndPageProps) {
  const t = useTranslations('common')
  const accounts = useTranslations('guests.account')
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <MessagePage title={title} text={text}>
        {children && <div className="mb-4 flex w-full justify-center">{children}</div>}
        {signInHref !== undefined && (
          <Button size="large" asChild>
            <a href={signInHref}>{accounts('signIn')}</a>
          </Button>
        )}
        <Button variant={children ? 'secondary' : 'primary'} size="large" asChild>
          <Link href="/">{t('toDocuments')}</Link>
        </Button>
      </MessagePage>
    </div>
  )
}
