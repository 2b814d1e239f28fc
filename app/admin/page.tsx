import { getTranslations } from 'next-intl/server'

import { AccountRow } from '#features/admin/account-row.tsx'
import { AccountSearch } from '#features/admin/account-search.tsx'
import { TotalsList } from '#features/admin/totals-list.tsx'
import { appServices } from '#features/documents/server/app-services'
import {
  type CollabServerClient,
  CollabUnavailableError,
} from '#features/documents/server/collab-server-client'

import { administratorOfPage } from './administrator-of-page.ts'

const mostShown = 100

/** Who has an account here and how much of it, and what can be done about it. */
export default async function Page({ searchParams }: PageProps<'/admin'>) {
  const self = await administratorOfPage()
  const { q } = await searchParams
  const text = typeof q === 'string' ? q.slice(0, 200).trim() : ''
  const { store, config, collabServer } = appServices()
  const [totals, historyBytes, accounts] = await Promise.all([
    store.administration.totals(),
    historyBytesOf(collabServer),
    store.administration.accounts({ text, limit: mostShown }),
  ])
  const t = await getTranslations('admin.people')
  return (
    <>
      <TotalsList totals={{ ...totals, historyBytes }} />
      <AccountSearch text={text} />
      {accounts.length === 0 && <p className="mt-4 text-muted">{t('none')}</p>}
      <ul className="mt-4 divide-y divide-line rounded-lg border border-line bg-sheet empty:hidden">
        {accounts.map((account) => (
          <li key={account.id}>
            <AccountRow
              account={account}
              isSelf={account.id === self.id}
              quotaMb={account.quotaMb ?? config.quotaMb ?? null}
            />
          </li>
        ))}
      </ul>
      {accounts.length === mostShown && <p className="mt-2 text-muted">{t('most', { count: mostShown })}</p>}
    </>
  )
}

/** Null where the collab server does not answer: the rest can be administered all the same. */
async function historyBytesOf(collabServer: CollabServerClient): Promise<number | null> {
  try {
    return (await collabServer.allSizes()).historyBytes
  } catch (error) {
    if (!(error instanceof CollabUnavailableError)) throw error
    console.warn('the collab server did not say how much history there is', error.cause)
    return null
  }
}
