import 'server-only'
import { notFound } from 'next/navigation'

import type { Account } from '#features/accounts/account'

import { pageIdentity } from '../identity.ts'

/** Asked by each page, not by the layout alone, which is not made anew on the way from one to the other. */
export async function administratorOfPage(): Promise<Account> {
  const account = (await pageIdentity())?.account
  if (!account?.isAdmin) notFound()
  return account
}
