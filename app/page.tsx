import { cookies } from 'next/headers'
import { after } from 'next/server'

import { readListQuery, type DocumentList } from '#features/documents/document-item'
import { Home } from '#features/documents/home/home.tsx'
import { appServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { emptyOldTrash } from '#features/documents/server/delete-document'
import { listDocuments } from '#features/documents/server/list-documents'
import { guestCookie, guestUserId } from '#features/guests/guest-cookie'

import { HomeDocuments } from './home-documents.tsx'
import { HomeHeader } from './home-header.tsx'
import { RefreshOnReturn } from './refresh-on-return.tsx'

const nothing: DocumentList = { documents: [], more: false }

export default async function HomePage({ searchParams }: PageProps<'/'>) {
  const services = appServices()
  const query = readListQuery(await searchParams)
  const userId = guestUserId((await cookies()).get(guestCookie)?.value)
  const now = Date.now()
  const list = userId === null ? nothing : await listDocuments(services, userId, query, now)
  const isNewcomer =
    userId === null || (list.documents.length === 0 && !(await services.store.visits.hasAny(userId)))
  after(() => clearTrash(now))
  const { collabUrl: url, collabPort: port } = services.config
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <Home isNewcomer={isNewcomer} list={list} query={query}>
        <HomeDocuments
          key={query.view}
          list={list}
          query={query}
          now={now}
          collab={url === undefined ? { port } : { url, port }}
        />
      </Home>
      <RefreshOnReturn />
    </div>
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
