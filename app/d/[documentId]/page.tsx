import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { cache } from 'react'

import { appServices } from '#features/documents/server/app-services'
import { authorizeDocument } from '#features/documents/server/authorize-document'
import { issueToken } from '#features/documents/server/issue-token'
import { guestCookie, guestUserId } from '#features/guests/guest-cookie'

import { DocumentPage } from './document-page.tsx'
import { NoAccess } from './no-access.tsx'

type Props = PageProps<'/d/[documentId]'>

/** Once a request, for the metadata and the page alike. */
const accessTo = cache(async (documentId: string) => {
  const userId = guestUserId((await cookies()).get(guestCookie)?.value)
  return {
    userId,
    access: await authorizeDocument(appServices().store.documents, { documentId, userId }, 'read'),
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('documents')
  const { access } = await accessTo((await params).documentId)
  const title =
    access.outcome === 'granted'
      ? (access.document.title ?? t('untitled'))
      : t(`problems.${access.outcome}.title`)
  return { title, robots: { index: false, follow: false } }
}

export default async function Page({ params }: Props) {
  const { documentId } = await params
  const { userId, access } = await accessTo(documentId)
  if (access.outcome === 'gone') notFound()
  if (access.outcome === 'forbidden' || userId === null) return <NoAccess />
  const { config, collabSecret, store } = appServices()
  const now = Date.now()
  await store.visits.record({ userId, documentId, openedAt: now })
  const { token } = issueToken(collabSecret, { documentId, userId, role: access.role }, now)
  const { collabUrl: url, collabPort: port } = config
  return (
    <DocumentPage
      key={documentId}
      documentId={documentId}
      userId={userId}
      role={access.role}
      token={token}
      collab={url === undefined ? { port } : { url, port }}
      initialTitle={access.document.title}
    />
  )
}
