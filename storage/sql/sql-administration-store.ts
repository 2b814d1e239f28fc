import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type { AdministrationStore, ListedAccount, Totals } from '#storage/administration-store'
import { foldText } from '#storage/fold-text'
import { isLastAdministrator } from '#storage/sql/last-administrator'

/** How much there is of the documents with these ids. Lengths are read without the texts. */
const bytesOf = (ids: string) => `
  cast(coalesce((select sum(byte_size) from images where document_id in (${ids})), 0)
  + coalesce((select sum(octet_length(search_text)) from document_texts where document_id in (${ids})), 0) as bigint)`

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

/** What is administered, in the app's tables. */
export function sqlAdministrationStore(database: SqlDatabase): AdministrationStore {
  const totals = database.prepare<[], Totals>(
    `select (select count(*) from accounts) as accounts,
      (select count(*) from accounts where suspended_at is not null) as suspended,
      (select count(*) from account_sessions) as sessions,
      (select count(*) from documents) as documents,
      (select count(*) from documents where owner_id not in (select id from accounts)) as ofGuests,
      (select count(*) from documents where trashed_at is not null) as trashed,
      (select count(*) from images) as images,
      cast(coalesce((select sum(byte_size) from images), 0) as bigint) as imageBytes,
      cast(coalesce((select sum(octet_length(search_text)) from document_texts), 0) as bigint) as textBytes`,
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

  function* endSessions(id: string): Steps<string[]> {
    const ended = yield* sessionsOf.all(id)
    yield* forgetSessions.run(id)
    return ended.map((session) => session.id)
  }
  function* suspend(id: string, suspendedAt: number): Steps<string[] | null> {
    if (yield* last.get({ id })) return null
    yield* setSuspended.run(suspendedAt, id)
    yield* forgetInvitations.run(id)
    return yield* endSessions(id)
  }
  function* setAdministrator(id: string, isAdmin: boolean): Steps<boolean> {
    if (!isAdmin && (yield* last.get({ id }))) return false
    yield* setAdmin.run(isAdmin ? 1 : 0, id)
    if (!isAdmin) yield* forgetInvitations.run(id)
    return true
  }
  function* reassign(from: string, to: string, now: number): Steps<string[]> {
    const documents = yield* owned.all(from)
    for (const statement of give) yield* statement.run({ from, to, now })
    return documents.map(({ id }) => id)
  }

  return {
    async totals() {
      const counted = await database.take(totals.get())
      if (!counted) throw new Error('nothing could be counted')
      return counted
    },
    async accounts({ text, limit }) {
      const rows = await database.take(list.all({ text: foldText(text), limit }))
      return rows.map(accountOf)
    },
    async account(id) {
      const row = await database.take(one.get(id))
      return row ? accountOf(row) : null
    },
    suspend: database.transaction(suspend),
    async unsuspend(id) {
      await database.take(setSuspended.run(null, id))
    },
    async isSuspended(id) {
      return (await database.take(suspended.get(id))) !== undefined
    },
    endSessions: database.transaction(endSessions),
    setAdministrator: database.transaction(setAdministrator),
    async setQuota(id, quotaMb) {
      await database.take(setQuota.run(quotaMb, id))
    },
    async quotaOf(ownerId) {
      return (await database.take(quota.get(ownerId)))?.quotaMb ?? null
    },
    async usedBytes(ownerId) {
      return (await database.take(used.get({ id: ownerId })))?.bytes ?? 0
    },
    async documentBytes(documentId) {
      return (await database.take(usedByOne.get({ id: documentId })))?.bytes ?? 0
    },
    reassign: database.transaction(reassign),
  }
}
