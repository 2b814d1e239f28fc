import type { SqlDatabase, Steps } from '#storage/sql/sql-database'
import { sql, type Kysely } from 'kysely'

import type { AccountStore } from '#storage/app-store'
import { nextThreadChange } from '#storage/sql/comment-statements'
import type { AppTables } from '#storage/app-tables'

/** What of a guest's goes over to an account, where the account may have some of the same already. */
const adoption = [
  'update documents set owner_id = @account where owner_id = @guest',
  `insert into visits (user_id, document_id, opened_at, starred_at, new_since, folder_id)
    select @account, document_id, opened_at, starred_at, new_since, folder_id from visits where user_id = @guest
    on conflict (user_id, document_id) do update set
      opened_at = case when visits.opened_at > excluded.opened_at then visits.opened_at else excluded.opened_at end,
      starred_at = coalesce(visits.starred_at, excluded.starred_at),
      new_since = case when visits.new_since is null or excluded.new_since is null then null
        when visits.new_since < excluded.new_since then visits.new_since else excluded.new_since end,
      folder_id = coalesce(visits.folder_id, excluded.folder_id)`,
  'delete from visits where user_id = @guest',
  `insert into grants (link_id, user_id, granted_at)
    select link_id, @account, granted_at from grants where user_id = @guest on conflict do nothing`,
  'delete from grants where user_id = @guest',
  'update folders set user_id = @account where user_id = @guest',
  'update shares set user_id = @account where user_id = @guest',
  `insert into access_requests (document_id, user_id, message, asked_at, declined_at)
    select document_id, @account, message, asked_at, declined_at from access_requests where user_id = @guest
    on conflict do nothing`,
  'delete from access_requests where user_id = @guest',
  'update shares set given_by = @account where given_by = @guest',
  'update notifications set user_id = @account where user_id = @guest',
  'update notifications set actor_id = @account where actor_id = @guest',
  'update mentions set user_id = @account where user_id = @guest',
  'update mentions set by_id = @account where by_id = @guest',
  `insert into watches (user_id, document_id, level)
    select @account, document_id, level from watches where user_id = @guest on conflict do nothing`,
  'delete from watches where user_id = @guest',
  // Two who chose the same key for what they wrote in one document: nobody does.
  `update chat_messages set author_id = @account where author_id = @guest and not exists (
    select 1 from chat_messages as others where others.document_id = chat_messages.document_id
      and others.author_id = @account and others.key = chat_messages.key)`,
  `insert into chat_reads (user_id, document_id, message_id)
    select @account, document_id, message_id from chat_reads where user_id = @guest
    on conflict (user_id, document_id) do update set message_id = excluded.message_id
      where excluded.message_id > chat_reads.message_id`,
  'delete from chat_reads where user_id = @guest',
  // What pages show of them is of somebody else now.
  `update comment_threads set change = ${nextThreadChange}
    where @guest in (created_by, resolved_by) or id in (
      select thread_id from comments where author_id = @guest union
      select thread_id from comments join comment_reactions on comment_id = comments.id where user_id = @guest)`,
  // Where both chose the same key in one document, the guest's becomes one that nobody chooses.
  `update comments set author_id = @account, key = case when exists (select 1 from comments as others
      where others.document_id = comments.document_id and others.author_id = @account and others.key = comments.key)
    then 'guest:' || id else key end where author_id = @guest`,
  'update comment_threads set created_by = @account where created_by = @guest',
  'update comment_threads set resolved_by = @account where resolved_by = @guest',
  `insert into comment_reactions (comment_id, sign, user_id)
    select comment_id, sign, @account from comment_reactions where user_id = @guest on conflict do nothing`,
  'delete from comment_reactions where user_id = @guest',
  'update version_names set named_by = @account where named_by = @guest',
  `insert into adopted_guests (guest_id, account_id) values (@guest, @account) on conflict do nothing`,
]

/** Accounts, as far as we keep them ourselves, in the app's tables. */
export function sqlAccountStore(db: Kysely<AppTables>, database: SqlDatabase): AccountStore {
  const statements = adoption.map((text) => database.prepare<{ guest: string; account: string }>(text))
  const adopt = database.transaction(function* (guest: string, account: string): Steps<void> {
    for (const statement of statements) yield* statement.run({ guest, account })
  })
  return {
    async hasAny() {
      return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined
    },
    async emailOf(accountId) {
      const query = db.selectFrom('accounts').select('email').where('id', '=', accountId)
      return (await query.executeTakeFirst())?.email ?? null
    },
    async idOf(email) {
      const query = db.selectFrom('accounts').select('id').where('email', '=', email)
      return (await query.executeTakeFirst())?.id ?? null
    },
    async setProfile(accountId, { name, color }) {
      await db.updateTable('accounts').set({ name, color }).where('id', '=', accountId).execute()
    },
    async makeFirstAdministrator(accountId) {
      await sql`update accounts set "isAdmin" = 1 where id = ${accountId}
        and not exists (select 1 from accounts where "isAdmin" = 1)
        and not exists (select 1 from accounts as others where others.rowid < accounts.rowid)`.execute(db)
    },
    adoptGuest: adopt,
    async adopterOf(guestId) {
      const row = await db
        .selectFrom('adopted_guests')
        .select('account_id')
        .where('guest_id', '=', guestId)
        .executeTakeFirst()
      return row?.account_id ?? null
    },
    async invite({ secretHash, madeBy, expiresAt }) {
      await db
        .insertInto('invitations')
        .values({ secret_hash: secretHash, made_by: madeBy, expires_at: expiresAt })
        .execute()
    },
    async isInvited(secretHash, now) {
      const row = await db
        .selectFrom('invitations')
        .select('made_by')
        .where('secret_hash', '=', secretHash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row !== undefined
    },
    async takeInvitation(secretHash, now) {
      const taken = await db
        .deleteFrom('invitations')
        .where('secret_hash', '=', secretHash)
        .where('expires_at', '>', now)
        .returning(['secret_hash as secretHash', 'made_by as madeBy', 'expires_at as expiresAt'])
        .executeTakeFirst()
      return taken ?? null
    },
  }
}
