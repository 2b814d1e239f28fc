import serifFont from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { randomUUID } from 'node:crypto'
import { cache } from 'react'
import { preload } from 'react-dom'

import { can } from '#access/roles'
import { signInPath } from '#features/accounts/account-paths'
import { appServices } from '#features/documents/server/app-services'
import { authorizeDocument } from '#features/documents/server/authorize-document'
import { issueToken } from '#features/documents/server/issue-token'
import { declinedRestMs } from '#features/sharing/access-request'

import { isAllowedWork } from '../../api/allowed-work.ts'
import { pageIdentity } from '../../identity.ts'
import { LateTrashedPage } from '../../late-pages.tsx'
import { DocumentPage } from './document-page.tsx'
import { NoAccess } from './no-access.tsx'
import { openingOf, soonOrLater } from './opening.tsx'

type Props = PageProps<'/d/[documentId]'>

/** Once a request, for the metadata and the page alike. */
const accessTo = cache(async (documentId: string) => {
  const askedAt = Date.now()
  const identity = await pageIdentity()
  const asking = identity ?? { userId: null }
  const access = await authorizeDocument(appServices().store, { documentId, ...asking }, 'read', askedAt)
  return { identity, access, askedAt }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('documents')
  const { access } = await accessTo((await params).documentId)
  const home = await getTranslations('home')
  const title =
    access.outcome === 'granted'
      ? (access.document.title ?? t('untitled'))
      : access.outcome === 'trashed'
        ? home('inTrash.title')
        : t(`problems.${access.outcome}.title`)
  return { title, robots: { index: false, follow: false } }
}

export default async function Page({ params }: Props) {
  const { documentId } = await params
  const { identity, access, askedAt } = await accessTo(documentId)
  if (!identity) redirect(signInPath(`/d/${documentId}`))
  if (access.outcome === 'gone') notFound()
  if (access.outcome === 'trashed') return <LateTrashedPage documentId={documentId} />
  if (access.outcome === 'forbidden') {
    const { accessRequests } = appServices().store
    const hasAsked = await accessRequests.hasAsked(documentId, identity.userId, askedAt - declinedRestMs)
    return <NoAccess documentId={documentId} isGuest={identity.account === null} hasAsked={hasAsked} />
  }
  const { userId, sessionId } = identity
  const { config, collabSecret, store } = appServices()
  const opening = openingOf(documentId)
  // Of more than anybody opens, what a program opens as guest after guest is not remembered.
  if (isAllowedWork({ headers: await headers() }, 'visits'))
    await store.visits.record({ userId, documentId, openedAt: askedAt })
  const { role, via, until } = access
  const claims = { documentId, userId, role, via, sessionId, until }
  const { token } = issueToken(collabSecret.signing(), claims, askedAt)
  const { collabUrl: url, collabPort: port } = config
  // With the page, and not when its text asks for it: text that comes in another font first moves.
  preload(serifFont, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    <DocumentPage
      key={documentId}
      documentId={documentId}
      userId={userId}
      role={role}
      token={token}
      collab={url === undefined ? { port } : { url, port }}
      initialTitle={access.document.title}
      waiting={can(role, 'manage') ? (await store.accessRequests.waiting(documentId)).length : 0}
      copyId={randomUUID()}
      opening={await soonOrLater(opening)}
    />
  )
}
