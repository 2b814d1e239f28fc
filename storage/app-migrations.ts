import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely'

type Statement = { compile(): CompiledQuery }

const raw = (db: Kysely<unknown>, statement: RawBuilder<unknown>): Statement => ({
  compile: () => statement.compile(db),
})

/**
 * The steps from nothing to the present tables; a store remembers how many it has taken. Only ever
 * added to. Each gives its statements, so that an adapter can run them in a transaction of its own.
 */
export const appMigrations: readonly ((db: Kysely<unknown>) => readonly Statement[])[] = [
  ({ schema }) => [
    schema
      .createTable('documents')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('owner_id', 'text', (c) => c.notNull())
      .addColumn('title', 'text')
      .addColumn('excerpt', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('search_text', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull()),
    schema
      .createTable('visits')
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('opened_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('visits_pk', ['user_id', 'document_id']),
    schema
      .createIndex('visits_by_time')
      .on('visits')
      .columns(['user_id', sql`opened_at desc`]),
    schema
      .createTable('images')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('byte_size', 'integer', (c) => c.notNull())
      .addColumn('width', 'integer', (c) => c.notNull())
      .addColumn('height', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
    schema
      .createTable('cursors')
      .addColumn('name', 'text', (c) => c.primaryKey().notNull())
      .addColumn('value', 'text', (c) => c.notNull()),
  ],
  ({ schema }) => [
    // Documents made before there were roles go on as they were: whoever knows the address writes.
    schema.alterTable('documents').addColumn('general_role', 'text', (c) => c.defaultTo('editor')),
    schema
      .createTable('links')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
      .addColumn('password_hash', 'text')
      .addColumn('expires_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
    schema.createIndex('links_by_document').on('links').columns(['document_id', 'created_at']),
    schema
      .createTable('grants')
      .addColumn('link_id', 'text', (c) => c.notNull().references('links.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('granted_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('grants_pk', ['link_id', 'user_id']),
    schema.createIndex('visits_by_document').on('visits').columns(['document_id', 'opened_at']),
    schema
      .createTable('people')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('name', 'text', (c) => c.notNull()),
  ],
  (db) => [
    db.schema.alterTable('documents').addColumn('trashed_at', 'bigint'),
    db.schema.alterTable('documents').addColumn('folded_title', 'text', (c) => c.notNull().defaultTo('')),
    db.schema.alterTable('visits').addColumn('starred_at', 'bigint'),
    db.schema.createIndex('documents_by_owner').on('documents').columns(['owner_id', 'trashed_at']),
    db.schema.createIndex('documents_by_trash').on('documents').column('trashed_at'),
    // An image's name belongs to its document: a copy of a document has images of the same names.
    db.schema
      .createTable('images_by_document')
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('byte_size', 'integer', (c) => c.notNull())
      .addColumn('width', 'integer', (c) => c.notNull())
      .addColumn('height', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('images_by_document_pk', ['document_id', 'id']),
    raw(
      db,
      sql`insert into images_by_document (document_id, id, type, byte_size, width, height, created_at)
        select document_id, id, type, byte_size, width, height, created_at from images`,
    ),
    db.schema.dropTable('images'),
    db.schema.alterTable('images_by_document').renameTo('images'),
    // The text lies apart: a list reads rows by the thousand, and should not pass over books.
    db.schema
      .createTable('document_texts')
      .addColumn('document_id', 'text', (c) =>
        c.primaryKey().notNull().references('documents.id').onDelete('cascade'),
      )
      .addColumn('search_text', 'text', (c) => c.notNull()),
    raw(db, sql`insert into document_texts (document_id, search_text) select id, search_text from documents`),
    db.schema.alterTable('documents').dropColumn('search_text'),
    // Lists go by visits, so an owner has one from the beginning.
    raw(
      db,
      sql`insert into visits (user_id, document_id, opened_at)
        select owner_id, id, created_at from documents where true on conflict do nothing`,
    ),
    // Without accents from the next change of each on.
    raw(db, sql`update documents set folded_title = lower(coalesce(title, ''))`),
  ],
  // Of accounts: the tables and columns are those that better-auth wants, under names of ours. Times are text in
  // SQLite, which has no type for them and takes any name of one.
  ({ schema }) => [
    schema
      .createTable('accounts')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull().unique())
      .addColumn('emailVerified', 'boolean', (c) => c.notNull())
      .addColumn('image', 'text')
      .addColumn('color', 'text')
      .addColumn('isAdmin', 'boolean')
      .addColumn('createdAt', 'timestamptz', (c) => c.notNull())
      .addColumn('updatedAt', 'timestamptz', (c) => c.notNull()),
    schema
      .createTable('account_sessions')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('userId', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('token', 'text', (c) => c.notNull().unique())
      .addColumn('ipAddress', 'text')
      .addColumn('userAgent', 'text')
      .addColumn('expiresAt', 'timestamptz', (c) => c.notNull())
      .addColumn('createdAt', 'timestamptz', (c) => c.notNull())
      .addColumn('updatedAt', 'timestamptz', (c) => c.notNull()),
    schema.createIndex('account_sessions_by_account').on('account_sessions').column('userId'),
    // How somebody can prove to be the one: a password, an account elsewhere.
    schema
      .createTable('account_logins')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('userId', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('providerId', 'text', (c) => c.notNull())
      .addColumn('accessToken', 'text')
      .addColumn('refreshToken', 'text')
      .addColumn('idToken', 'text')
      .addColumn('accessTokenExpiresAt', 'timestamptz')
      .addColumn('refreshTokenExpiresAt', 'timestamptz')
      .addColumn('scope', 'text')
      .addColumn('password', 'text')
      .addColumn('createdAt', 'timestamptz', (c) => c.notNull())
      .addColumn('updatedAt', 'timestamptz', (c) => c.notNull()),
    schema.createIndex('account_logins_by_account').on('account_logins').column('userId'),
    schema
      .createTable('account_verifications')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('identifier', 'text', (c) => c.notNull())
      .addColumn('value', 'text', (c) => c.notNull())
      .addColumn('expiresAt', 'timestamptz', (c) => c.notNull())
      .addColumn('createdAt', 'timestamptz', (c) => c.notNull())
      .addColumn('updatedAt', 'timestamptz', (c) => c.notNull()),
    schema.createIndex('account_verifications_by_name').on('account_verifications').column('identifier'),
    schema
      .createTable('account_passkeys')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('userId', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('name', 'text')
      .addColumn('publicKey', 'text', (c) => c.notNull())
      .addColumn('credentialID', 'text', (c) => c.notNull())
      .addColumn('counter', 'integer', (c) => c.notNull())
      .addColumn('deviceType', 'text', (c) => c.notNull())
      .addColumn('backedUp', 'boolean', (c) => c.notNull())
      .addColumn('transports', 'text')
      .addColumn('createdAt', 'timestamptz')
      .addColumn('aaguid', 'text'),
    schema.createIndex('account_passkeys_by_account').on('account_passkeys').column('userId'),
    schema.createIndex('account_passkeys_by_credential').on('account_passkeys').column('credentialID'),
    // Guests who became somebody: what they wrote before bears their old id.
    schema
      .createTable('adopted_guests')
      .addColumn('guest_id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('account_id', 'text', (c) => c.notNull()),
    schema
      .createTable('invitations')
      .addColumn('secret_hash', 'text', (c) => c.primaryKey().notNull())
      .addColumn('made_by', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
  ],
  ({ schema }) => [
    schema
      .createTable('shares')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('email', 'text')
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text')
      .addColumn('secret_hash', 'text', (c) => c.unique())
      .addColumn('given_by', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('shares_by_document', ['document_id', 'email']),
    schema.createIndex('shares_by_person').on('shares').columns(['user_id', 'document_id']),
    schema.createIndex('shares_by_address').on('shares').columns(['email', 'user_id']),
    schema.alterTable('visits').addColumn('new_since', 'bigint'),
  ],
  ({ schema }) => [
    schema
      .createTable('access_requests')
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('asked_at', 'bigint', (c) => c.notNull())
      .addColumn('declined_at', 'bigint')
      .addPrimaryKeyConstraint('access_requests_pk', ['document_id', 'user_id']),
  ],
  (db) => [
    db.schema
      .createTable('folders')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('folded_name', 'text', (c) => c.notNull())
      .addColumn('parent_id', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
    db.schema.createIndex('folders_by_person').on('folders').columns(['user_id', 'folded_name']),
    db.schema.createIndex('folders_by_parent').on('folders').column('parent_id'),
    db.schema.alterTable('visits').addColumn('folder_id', 'text'),
    raw(db, sql`create index visits_by_folder on visits (user_id, folder_id, opened_at desc)`),
    db.schema.alterTable('documents').addColumn('is_template', 'integer', (c) => c.notNull().defaultTo(0)),
  ],
  (db) => [
    // Not of the document's rows: it outlives a document that is deleted.
    db.schema
      .createTable('access_events')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement().notNull())
      .addColumn('document_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('actor_id', 'text')
      .addColumn('subject_id', 'text')
      .addColumn('subject', 'text')
      .addColumn('from_role', 'text')
      .addColumn('to_role', 'text'),
    db.schema.createIndex('access_events_by_document').on('access_events').columns(['document_id', 'id']),
    db.schema.createIndex('access_events_by_time').on('access_events').column('at'),
    // What may be taken out is the address of somebody who has left, and nothing else.
    raw(
      db,
      sql`create trigger access_events_stand before update on access_events
        when new.subject is not null or new.id <> old.id or new.document_id <> old.document_id or new.at <> old.at
          or new.kind <> old.kind or new.actor_id is not old.actor_id or new.subject_id is not old.subject_id
          or new.from_role is not old.from_role or new.to_role is not old.to_role
        begin select raise(abort, 'the log of access is only added to'); end`,
    ),
  ],
  ({ schema }) => [
    schema.alterTable('accounts').addColumn('suspended_at', 'bigint'),
    schema.alterTable('accounts').addColumn('quota_mb', 'integer'),
  ],
  (db) => [
    // Numbers are never given again, so that "up to this one" stays true.
    raw(
      db,
      sql`create table notifications (
        id integer primary key autoincrement,
        user_id text not null,
        kind text not null,
        document_id text not null references documents (id) on delete cascade,
        actor_id text,
        created_at bigint not null,
        read_at bigint)`,
    ),
    db.schema.createIndex('notifications_by_person').on('notifications').columns(['user_id', 'id']),
    db.schema.createIndex('notifications_by_document').on('notifications').column('document_id'),
    // Whom a document names, by the id it names them by.
    db.schema
      .createTable('mentions')
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('named_id', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('count', 'integer', (c) => c.notNull())
      .addColumn('by_id', 'text')
      .addColumn('mentioned_at', 'bigint', (c) => c.notNull())
      .addColumn('is_told', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('mentions_pk', ['document_id', 'named_id']),
    db.schema.createIndex('mentions_by_person').on('mentions').columns(['user_id', 'is_told']),
    db.schema
      .createTable('watches')
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('level', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('watches_pk', ['user_id', 'document_id']),
    db.schema.createIndex('watches_by_document').on('watches').columns(['document_id', 'level']),
  ],
  (db) => [
    raw(
      db,
      sql`create table chat_messages (
        id integer primary key autoincrement,
        document_id text not null references documents (id) on delete cascade,
        change integer not null,
        author_id text not null,
        key text not null,
        text text not null,
        mentions text not null,
        created_at bigint not null,
        edited_at bigint,
        is_deleted integer not null default 0,
        unique (document_id, author_id, key))`,
    ),
    db.schema.createIndex('chat_messages_by_document').on('chat_messages').columns(['document_id', 'id']),
    db.schema.createIndex('chat_messages_by_change').on('chat_messages').columns(['document_id', 'change']),
    db.schema.createIndex('chat_messages_by_author').on('chat_messages').columns(['author_id', 'created_at']),
    db.schema
      .createTable('chat_reads')
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('message_id', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('chat_reads_pk', ['user_id', 'document_id']),
  ],
  (db) => [
    db.schema
      .createTable('version_names')
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('sequence', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('named_by', 'text', (c) => c.notNull())
      .addColumn('named_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('version_names_pk', ['document_id', 'sequence']),
  ],
  (db) => [
    // Between the question whether somebody may sign in and their session another request may suspend them.
    raw(
      db,
      sql`create trigger account_sessions_of_suspended before insert on account_sessions
        when exists (select 1 from accounts where id = new."userId" and suspended_at is not null)
        begin select raise(abort, 'a suspended account has no sessions'); end`,
    ),
  ],
  (db) => [
    db.schema
      .createTable('comment_threads')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('document_id', 'text', (c) => c.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('change', 'integer', (c) => c.notNull())
      // Null of those that are about the whole document.
      .addColumn('quote', 'text')
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('resolved_by', 'text')
      .addColumn('resolved_at', 'bigint')
      .addColumn('is_deleted', 'integer', (c) => c.notNull().defaultTo(0)),
    db.schema
      .createIndex('comment_threads_by_change')
      .on('comment_threads')
      .columns(['document_id', 'change']),
    raw(
      db,
      sql`create table comments (
        id integer primary key autoincrement,
        thread_id text not null references comment_threads (id) on delete cascade,
        document_id text not null,
        author_id text not null,
        key text not null,
        text text not null,
        mentions text not null,
        created_at bigint not null,
        edited_at bigint,
        is_deleted integer not null default 0,
        unique (document_id, author_id, key))`,
    ),
    db.schema.createIndex('comments_by_thread').on('comments').columns(['thread_id', 'id']),
    db.schema.createIndex('comments_by_author').on('comments').columns(['author_id', 'created_at']),
    raw(
      db,
      sql`create table comment_reactions (
        comment_id integer not null references comments (id) on delete cascade,
        sign text not null,
        user_id text not null,
        primary key (comment_id, sign, user_id)) without rowid`,
    ),
    db.schema.createIndex('comment_reactions_by_person').on('comment_reactions').column('user_id'),
  ],
  // What guests said and named who have an account since: it stayed theirs.
  (db) => [
    raw(
      db,
      sql`update comment_threads set change = (select max(change) + 1 from comment_threads as others
          where others.document_id = comment_threads.document_id)
        where created_by in (select guest_id from adopted_guests)
          or resolved_by in (select guest_id from adopted_guests)
          or id in (select thread_id from comments where author_id in (select guest_id from adopted_guests))
          or id in (select thread_id from comments join comment_reactions on comment_id = comments.id
            where user_id in (select guest_id from adopted_guests))`,
    ),
    raw(
      db,
      sql`update comments
        set author_id = (select account_id from adopted_guests where guest_id = author_id), key = 'guest:' || id
        where author_id in (select guest_id from adopted_guests)`,
    ),
    raw(
      db,
      sql`update comment_threads
        set created_by = (select account_id from adopted_guests where guest_id = created_by)
        where created_by in (select guest_id from adopted_guests)`,
    ),
    raw(
      db,
      sql`update comment_threads
        set resolved_by = (select account_id from adopted_guests where guest_id = resolved_by)
        where resolved_by in (select guest_id from adopted_guests)`,
    ),
    raw(
      db,
      sql`insert into comment_reactions (comment_id, sign, user_id)
        select comment_id, sign, account_id from comment_reactions join adopted_guests on guest_id = user_id
        where true on conflict do nothing`,
    ),
    raw(db, sql`delete from comment_reactions where user_id in (select guest_id from adopted_guests)`),
    raw(
      db,
      sql`update version_names
        set named_by = (select account_id from adopted_guests where guest_id = named_by)
        where named_by in (select guest_id from adopted_guests)`,
    ),
  ],
  // What is said of a suggestion, and what was decided about it.
  (db) => [
    db.schema.alterTable('comment_threads').addColumn('suggestion', 'text'),
    db.schema.alterTable('comment_threads').addColumn('decision', 'text'),
    db.schema
      .createIndex('comment_threads_by_suggestion')
      .on('comment_threads')
      .columns(['document_id', 'suggestion'])
      .unique(),
  ],
  // Of which thread somebody was told, so that reading it is reading that.
  (db) => [db.schema.alterTable('notifications').addColumn('subject', 'text')],
]
