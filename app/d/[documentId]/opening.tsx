import { getTranslations } from 'next-intl/server'
import { type ReactNode, Suspense } from 'react'

import { appServices } from '#features/documents/server/app-services'
import { readOpening } from '#features/documents/server/read-opening'
import { OpeningText } from '#features/editor/opening/opening-text.tsx'

/** So long the page waits for its text; after that its scripts are worth more. */
const patienceMs = 100

/** What the document begins with, for somebody who was found to be allowed to read it; null where nobody says. */
export async function openingOf(documentId: string): Promise<ReactNode> {
  const opening = await readOpening(appServices(), documentId)
  if (!opening) return null
  const t = await getTranslations('editor.nodes')
  const words = (key: string) => t(key)
  return <OpeningText {...opening} words={words} />
}

/** What is rendered with the page if it comes soon; else the page goes ahead, and it follows. */
export async function soonOrLater(coming: Promise<ReactNode>): Promise<ReactNode> {
  const late = (
    <Suspense>
      <Later coming={coming} />
    </Suspense>
  )
  return Promise.race([coming, new Promise<ReactNode>((resolve) => setTimeout(resolve, patienceMs, late))])
}

async function Later({ coming }: { coming: Promise<ReactNode> }) {
  return coming
}
