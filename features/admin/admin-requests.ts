/** Why something was not done, as a code to be said in the person's language. */
export type AdminFailure =
  | 'ownAccount'
  | 'onlyAdministrator'
  | 'accountUnknown'
  | 'suspended'
  | 'badRequest'
  | 'receiverQuotaReached'
  | 'secretInEnvironment'
  | 'secretChangedJustNow'
  | 'unreachable'

export type AdminOutcome = { readonly failure: AdminFailure } | { readonly count: number | null }

const known: readonly AdminFailure[] = [
  'ownAccount',
  'onlyAdministrator',
  'accountUnknown',
  'suspended',
  'badRequest',
  'receiverQuotaReached',
  'secretInEnvironment',
  'secretChangedJustNow',
]

export type AccountChange = { suspended: boolean } | { isAdmin: boolean } | { quotaMb: number | null }

export async function changeAccount(accountId: string, change: AccountChange): Promise<AdminOutcome> {
  return send(ofAccount(accountId), 'PATCH', change)
}

export async function signOutEverywhere(accountId: string): Promise<AdminOutcome> {
  return send(ofAccount(accountId, '/sessions'), 'DELETE')
}

/** Gives all documents to the account with an address; the outcome says how many those were. */
export async function giveDocuments(accountId: string, to: string): Promise<AdminOutcome> {
  return send(ofAccount(accountId, '/documents'), 'PUT', { to })
}

/** Another secret signs the tokens of documents. */
export async function changeSecret(): Promise<AdminOutcome> {
  return send('/api/admin/secret', 'POST')
}

const ofAccount = (accountId: string, path = ''): string =>
  `/api/admin/accounts/${encodeURIComponent(accountId)}${path}`

async function send(address: string, method: string, body?: unknown): Promise<AdminOutcome> {
  try {
    const content =
      body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(address, { method, ...content })
    if (response.status === 204) return { count: null }
    const answer = (await response.json()) as { count?: number; error?: unknown }
    if (response.ok) return { count: answer.count ?? null }
    return { failure: known.find((code) => code === answer.error) ?? 'unreachable' }
  } catch {
    return { failure: 'unreachable' }
  }
}
