import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { after } from 'next/server'

import { can } from '#access/roles'
import { readListQuery } from '#features/documents/document-item'
import { Home } from '#features/documents/home/home.tsx'
import { appServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { emptyOldTrash } from '#features/documents/server/delete-document'
import { listDocuments } from '#features/documents/server/list-documents'
import type { TemplateChoice } from '#features/documents/templates/template-cards.tsx'
import { templateNames } from '#features/documents/templates/template-names'
import { Button } from '#ui/button'

import { HomeDocuments } from './home-documents.tsx'
import { HomeHeader } from './home-header.tsx'
import { pageIdentity } from './identity.ts'
import { RefreshOnReturn } from './refresh-on-return.tsx'

export default async function HomePage({ searchParams }: PageProps<'/'>) {
  const services = appServices()
  const query = readListQuery(await searchParams)
  const identity = await pageIdentity()
  if (!identity) redirect('/sign-in')
  const { userId } = identity
  const now = Date.now()
  const list = await listDocuments(services, userId, query, now)
  const isNewcomer = list.documents.length === 0 && !(await services.store.visits.hasAny(userId))
  after(() => clearTrash(now))
  const { collabUrl: url, collabPort: port } = services.config
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader withBell />
      <Home
        isNewcomer={isNewcomer}
        list={list}
        query={query}
        templates={await templateChoices()}
        {...(!can(identity.most, 'manage') && { instead: <SignInInstead /> })}
        {...(query.view === 'shared' && identity.account?.isConfirmed === false && { note: <Unconfirmed /> })}
      >
        <HomeDocuments
          key={`${query.view} ${query.folder}`}
          list={list}
          query={query}
          now={now}
          mayMake={can(identity.most, 'manage')}
          collab={url === undefined ? { port } : { url, port }}
        />
      </Home>
      <RefreshOnReturn />
    </div>
  )
}

/** Only where they are shown: their words are not the browser's. */
async function templateChoices(): Promise<TemplateChoice[]> {
  const t = await getTranslations('templates')
  return templateNames.map((template) => ({
    template,
    name: t(`${template}.name`),
    about: t(`${template}.about`),
  }))
}

/** Where only accounts make documents. */
async function SignInInstead() {
  const t = await getTranslations('guests.account')
  return (
    <Button variant="primary" size="large" asChild>
      <Link href="/sign-in">{t('signIn')}</Link>
    </Button>
  )
}

/** Beside what was shared with somebody, where more may wait for their address. */
async function Unconfirmed() {
  const t = await getTranslations('home.unconfirmed')
  return (
    <p className="mb-4 text-sm text-muted">
      {t('text')}{' '}
      <Link href="/account" prefetch={false} className="font-semibold text-accent-text hover:underline">
        {t('link')}
      </Link>
    </p>
  )
}

async function clearTrash(now: number): Promise<void> {
  try {
    await emptyOldTrash(appServices(), now)
  } catch (error) {
    // It stays in the trash, and the next visit of anybody tries again.
    if (!(error instanceof CollabUnavailableError)) throw error
  }
}
