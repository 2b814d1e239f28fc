import type { SqlDatabase, Steps } from '#storage/sql/sql-database'
import type { Kysely } from 'kysely'

import type { NewShare, ShareStore, StoredShare } from '#storage/share-store'
import type { AppTables } from '#storage/app-tables'

const shareColumns = [
  'shares.id',
  'shares.document_id as documentId',
  'shares.email',
  'shares.role',
  'shares.user_id as userId',
  'shares.created_at as createdAt',
] as const

const columns = 'id, document_id as documentId, email, role, user_id as userId, created_at as createdAt'

/** Shares by name, in the app's tables. */
export function sqlShareStore(db: Kysely<AppTables>, database: SqlDatabase): ShareStore {
  const insert = database.prepare<NewShare>(
    `insert into shares (id, document_id, email, role, secret_hash, given_by, created_at)
      values (@id, @documentId, @email, @role, @secretHash, @givenBy, @createdAt)
      on conflict (document_id, email) do update set role = excluded.role, secret_hash = excluded.secret_hash,
        given_by = case when shares.user_id is null then excluded.given_by else shares.given_by end`,
  )
  const known = database.prepare<[string, string], { id: string }>(
    `select id from accounts where email = ? and ("emailVerified" = 1 or exists (
      select 1 from shares where shares.email = accounts.email and shares.user_id = accounts.id and given_by = ?))`,
  )
  const give = database.prepare<[string, string, string]>(
    'update shares set user_id = ? where id = ? and (user_id is null or user_id = ?)',
  )
  const list = database.prepare<{ userId: string; shareId: string; now: number }>(
    `insert into visits (user_id, document_id, opened_at, new_since)
      select @userId, document_id, @now, @now from shares where id = @shareId on conflict do nothing`,
  )
  const get = database.prepare<[string, string], StoredShare>(
    `select ${columns} from shares where document_id = ? and email = ?`,
  )
  const ofVerified = database.prepare<[string], { id: string }>(
    `select shares.id from shares join accounts on accounts.email = shares.email
      where accounts.id = ? and accounts."emailVerified" = 1 and shares.user_id is null`,
  )

  function* claim(shareId: string, userId: string, now: number): Steps<boolean> {
    if ((yield* give.run(userId, shareId, userId)) === 0) return false
    yield* list.run({ userId, shareId, now })
    return true
  }
  function* put(share: NewShare): Steps<StoredShare> {
    yield* insert.run(share)
    const stored = yield* get.get(share.documentId, share.email)
    if (!stored) throw new Error('a share was not kept')
    const account = yield* known.get(share.email, share.givenBy)
    if (!account || !(yield* claim(stored.id, account.id, share.createdAt))) return stored
    return { ...stored, userId: account.id }
  }
  function* claimVerified(accountId: string, now: number): Steps<void> {
    for (const { id } of yield* ofVerified.all(accountId)) yield* claim(id, accountId, now)
  }

  const newOwner = database.prepare<[string, string], { id: string }>(
    `select accounts.id from shares join accounts on accounts.id = shares.user_id
      where shares.id = ? and shares.document_id = ?`,
  )
  const setOwner = database.prepare<[string, string, string]>(
    'update documents set owner_id = ? where id = ? and owner_id = ?',
  )
  const keepOldOwner = database.prepare<{
    id: string
    documentId: string
    from: string
    givenBy: string
    now: number
  }>(
    `insert into shares (id, document_id, role, user_id, given_by, created_at)
      values (@id, @documentId, 'editor', @from, @givenBy, @now)`,
  )
  const end = database.prepare<[string]>('delete from shares where id = ?')
  type HandOver = { from: string; newShareId: string; now: number }
  function* handOver(documentId: string, shareId: string, change: HandOver): Steps<boolean> {
    const { from, newShareId, now } = change
    const owner = yield* newOwner.get(shareId, documentId)
    if (!owner || (yield* setOwner.run(owner.id, documentId, from)) === 0) return false
    yield* end.run(shareId)
    yield* keepOldOwner.run({ id: newShareId, documentId, from, givenBy: owner.id, now })
    return true
  }

  const given = database.prepare<{ userId: string; documentId: string }, { id: string }>(
    `select id from shares where user_id = @userId and document_id = @documentId
      union all select links.id from grants join links on links.id = grants.link_id
        where grants.user_id = @userId and links.document_id = @documentId`,
  )
  const giveUp = [
    'delete from shares where user_id = @userId and document_id = @documentId',
    `delete from grants where user_id = @userId
      and link_id in (select id from links where document_id = @documentId)`,
    'delete from visits where user_id = @userId and document_id = @documentId',
  ].map((statement) => database.prepare<{ userId: string; documentId: string }>(statement))
  function* leave(userId: string, documentId: string): Steps<string[]> {
    const rows = yield* given.all({ userId, documentId })
    for (const statement of giveUp) yield* statement.run({ userId, documentId })
    return rows.map(({ id }) => id)
  }

  return {
    leave: database.transaction(leave),
    handOver: database.transaction(handOver),
    put: database.transaction(put),
    claim: database.transaction(claim),
    claimVerified: database.transaction(claimVerified),
    async find(secretHash) {
      const share = await db
        .selectFrom('shares')
        .select(shareColumns)
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst()
      return share ?? null
    },
    async ofDocument(documentId) {
      const shares = await db
        .selectFrom('shares')
        .leftJoin('people', 'people.id', 'shares.user_id')
        .leftJoin('accounts', 'accounts.id', 'shares.user_id')
        .leftJoin('visits', (join) =>
          join
            .onRef('visits.user_id', '=', 'shares.user_id')
            .onRef('visits.document_id', '=', 'shares.document_id')
            .on('visits.new_since', 'is', null),
        )
        .select([
          ...shareColumns,
          'people.name',
          'visits.opened_at as openedAt',
          'accounts.email as accountEmail',
          'accounts.emailVerified',
        ])
        .where('shares.document_id', '=', documentId)
        .orderBy('shares.created_at')
        .execute()
      return shares.map(({ emailVerified, ...share }) => ({ ...share, isConfirmed: emailVerified === 1 }))
    },
    async of(userId, documentId) {
      return db
        .selectFrom('shares')
        .select(shareColumns)
        .where('user_id', '=', userId)
        .where('document_id', '=', documentId)
        .execute()
    },
    async setRole(documentId, shareId, role) {
      const { numUpdatedRows } = await db
        .updateTable('shares')
        .set({ role })
        .where('id', '=', shareId)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async remove(documentId, shareId) {
      const { numDeletedRows } = await db
        .deleteFrom('shares')
        .where('id', '=', shareId)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
