'use client'
import { Suspense } from 'react'

import { lazyPart } from '#ui/lazy-part'
import type { AskForAccessProps } from '#features/sharing/ask-for-access.tsx'

import type { DeadEndPageProps } from './dead-end-page.tsx'

// Next fetches whatever may come in place of a page together with the page: only this much of it.
const DeadEndPage = lazyPart(() => import('./dead-end-page.tsx').then((part) => part.DeadEndPage))
const AskForAccess = lazyPart(() =>
  import('#features/sharing/ask-for-access.tsx').then((part) => part.AskForAccess),
)
const TrashedPage = lazyPart(() =>
  import('./d/[documentId]/trashed-page.tsx').then((part) => part.TrashedPage),
)
const HomeHeader = lazyPart(() => import('./home-header.tsx').then((part) => part.HomeHeader))

export function LateDeadEndPage(props: DeadEndPageProps) {
  return (
    <Suspense>
      <DeadEndPage {...props} />
    </Suspense>
  )
}

export function LateAskForAccess(props: AskForAccessProps) {
  return (
    <Suspense>
      <AskForAccess {...props} />
    </Suspense>
  )
}

export function LateTrashedPage(props: { documentId: string }) {
  return (
    <Suspense>
      <TrashedPage {...props} />
    </Suspense>
  )
}

/** For a page that says what went wrong: its words are there at once, whatever else can be fetched. */
export function LateHomeHeader() {
  return (
    <Suspense fallback={<div className="h-header shrink-0" />}>
      <HomeHeader />
    </Suspense>
  )
}
