import type SQLite from 'better-sqlite3'

import type { AdministrationStore, ListedAccount, Totals } from '#storage/administration-store'
import { foldText } from '#storage/fold-text'
import { isLastAdministrator } from '#storage/sqlite/last-administrator'

/** How much there is of the documents with these ids. Lengths are read without the texts. */
const bytesOf = (ids: string) => `
  coalesce((select sum(byte_size) from images where document_id in (${ids})), 0)
  + coalesce((select sum(octet_length(search_text)) from document_texts where document_id in (${ids})), 0)`

const ofOwner = 'select id from documents where owner_id = accounts.id'

type Row = Omit<ListedAccount, 'isAdmin' | 'isConfirmed' | 'createdAt' | 'usedAt'> & {
  isAdmin: 0 | 1 | null
  isConfirmed: 0 | 1
  createdAt: string
  usedAt: string | null
}

const accountColumns = `select id, name, email, "isAdmin" as isAdmin, "emailVerified" as isConfirmed,
    suspended_at as suspendedAt, "createdAt" as createdAt, quota_mb as quotaMb,
    (select max("updatedAt") from account_sessions where "userId" = accounts.id) as usedAt,
    (select count(*) from account_sessions where "userId" = accounts.id) as sessions,
    (select count(*) from documents where owner_id = accounts.id and trashed_at is null) as documents,
    (select count(*) from documents where owner_id = accounts.id and trashed_at is not null) as trashed,
    ${bytesOf(ofOwner)} as bytes
  from accounts`

const accountOf = ({ isAdmin, isConfirmed, createdAt, usedAt, ...row }: Row): ListedAccount => ({
  ...row,
  isAdmin: isAdmin === 1,
  isConfirmed: isConfirmed === 1,
  createdAt: Date.parse(createdAt),
  usedAt: usedAt === null ? null : Date.parse(usedAt),
})

/** What is administered, in an open `app.sqlite`. */
export function sqliteAdministrationStore(database: SQLite.Database): AdministrationStore {
  database.function('fold_text', { deterministic: true }, (text) => foldText(String(text)))
  const totals = database.prepare<[], Totals>(
    `select (select count(*) from accounts) as accounts,
      (select count(*) from accounts where suspended_at is not null) as suspended,
      (select count(*) from account_sessions) as sessions,
      (select count(*) from documents) as documents,
      (select count(*) from documents where owner_id not in (select id from accounts)) as ofGuests,
      (select count(*) from documents where trashed_at is not null) as trashed,
      (select count(*) from images) as images,
      coalesce((select sum(byte_size) from images), 0) as imageBytes,
      coalesce((select sum(octet_length(search_text)) from document_texts), 0) as textBytes`,
  )
  const list = database.prepare<{ text: string; limit: number }, Row>(
    `${accountColumns} where instr(fold_text(name), @text) > 0 or instr(fold_text(email), @text) > 0
      order by "createdAt" desc limit @limit`,
  )
  const one = database.prepare<[string], Row>(`${accountColumns} where id = ?`)
  const setSuspended = database.prepare<[number | null, string]>(
    'update accounts set suspended_at = ? where id = ?',
  )
  const suspended = database.prepare<[string]>(
    'select 1 from accounts where id = ? and suspended_at is not null',
  )
  const sessionsOf = database.prepare<[string], { id: string }>(
    'select id from account_sessions where "userId" = ?',
  )
  const forgetSessions = database.prepare<[string]>('delete from account_sessions where "userId" = ?')
  const last = database.prepare<{ id: string }>(`select 1 where ${isLastAdministrator}`)
  const forgetInvitations = database.prepare<[string]>('delete from invitations where made_by = ?')
  const setAdmin = database.prepare<[0 | 1, string]>('update accounts set "isAdmin" = ? where id = ?')
  const setQuota = database.prepare<[number | null, string]>('update accounts set quota_mb = ? where id = ?')
  const quota = database.prepare<[string], { quotaMb: number | null }>(
    'select quota_mb as quotaMb from accounts where id = ?',
  )
  const used = database.prepare<{ id: string }, { bytes: number }>(
    `select ${bytesOf('select id from documents where owner_id = @id')} as bytes`,
  )
  const usedByOne = database.prepare<{ id: string }, { bytes: number }>(`select ${bytesOf('@id')} as bytes`)
  const owned = database.prepare<[string], { id: string }>('select id from documents where owner_id = ?')
  const give = [
    `delete from shares where user_id = @to
      and document_id in (select id from documents where owner_id = @from)`,
    `insert into visits (user_id, document_id, opened_at, new_since)
      select @to, id, @now, @now from documents where owner_id = @from on conflict do nothing`,
    'update documents set owner_id = @to where owner_id = @from',
  ].map((statement) => database.prepare<{ from: string; to: string; now: number }>(statement))

  // Each without a turn of the event loop in between: another connection of this process could wait for it in vain.
  const end = database.transaction((id: string): string[] => {
    const ended = sessionsOf.all(id).map((session) => session.id)
    forgetSessions.run(id)
    return ended
  })
  const suspend = database.transaction((id: string, suspendedAt: number): string[] | null => {
    if (last.get({ id })) return null
    setSuspended.run(suspendedAt, id)
    forgetInvitations.run(id)
    return end(id)
  })
  const setAdministrator = database.transaction((id: string, isAdmin: boolean): boolean => {
    if (!isAdmin && last.get({ id })) return false
    setAdmin.run(isAdmin ? 1 : 0, id)
    if (!isAdmin) forgetInvitations.run(id)
    return true
  })
  const reassign = database.transaction((from: string, to: string, now: number): string[] => {
    const documents = owned.all(from).map(({ id }) => id)
    for (const statement of give) statement.run({ from, to, now })
    return documents
  })

  return {
    async totals() {
      const counted = totals.get()
      if (!counted) throw new Error('nothing could be counted')
      return counted
    },
    async accounts({ text, limit }) {
      return list.all({ text: foldText(text), limit }).map(accountOf)
    },
    async account(id) {
      const row = one.get(id)
      return row ? accountOf(row) : null
    },
    async suspend(id, suspendedAt) {
      return suspend.immediate(id, suspendedAt)
    },
    async unsuspend(id) {
      setSuspended.run(null, id)
    },
    async isSuspended(id) {
      return suspended.get(id) !== undefined
    },
    async endSessions(id) {
      return end.immediate(id)
    },
    async setAdministrator(id, isAdmin) {
      return setAdministrator.immediate(id, isAdmin)
    },
    async setQuota(id, quotaMb) {
      setQuota.run(quotaMb, id)
    },
    async quotaOf(ownerId) {
      return quota.get(ownerId)?.quotaMb ?? null
    },
    async usedBytes(ownerId) {
      return used.get({ id: ownerId })?.bytes ?? 0
    },
    async documentBytes(documentId) {
      return usedByOne.get({ id: documentId })?.bytes ?? 0
    },
    async reassign(from, to, now) {
      return reassign.immediate(from, to, now)
    },
  }
}
