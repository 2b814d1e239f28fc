import { cookies } from 'next/headers'

import { keptLinkCookie } from '#features/sharing/kept-link-cookie'

import { openingMetadata } from '../opening-metadata.ts'
import { OpenLink } from '../open-link.tsx'

export const generateMetadata = openingMetadata

/** The link by which this browser came, for whoever had to sign in before it opens. */
export default async function Page() {
  return <OpenLink secret={(await cookies()).get(keptLinkCookie)?.value ?? ''} />
}
