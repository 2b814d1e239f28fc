import { cookies } from 'next/headers'

import { Home } from '#features/documents/home.tsx'
import { appServices } from '#features/documents/server/app-services'
import { recentDocuments } from '#features/documents/server/recent-documents'
import { guestCookie, guestUserId } from '#features/guests/guest-cookie'

import { HomeHeader } from './home-header.tsx'
import { RefreshOnReturn } from './refresh-on-return.tsx'

export default async function HomePage() {
  const userId = guestUserId((await cookies()).get(guestCookie)?.value)
  const documents = userId === null ? [] : await recentDocuments(appServices(), userId)
  const now = Date.now()
  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader />
      <Home
        documents={documents.map(({ id, title, excerpt, openedAt, changedAt }) => ({
          id,
          title,
          excerpt,
          openedAt,
          changedAt,
        }))}
        now={now}
      />
      <RefreshOnReturn />
    </div>
  )
}
