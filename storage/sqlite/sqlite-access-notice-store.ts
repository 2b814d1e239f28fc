import type SQLite from 'better-sqlite3'

import type { AccessNotice, AccessNoticeStore } from '#storage/access-notice-store'

const noticeOfDocument = (id: string) => `insert into access_notices (document_id) values (${id});`

/** The changes themselves store their notices, whoever makes them: sessions are ended by the library of accounts. */
const statements = `
create table if not exists access_notices (
  id integer primary key autoincrement,
  document_id text,
  session_id text
);
create trigger if not exists link_changed after update of role on links when old.role <> new.role
  begin ${noticeOfDocument('new.document_id')} end;
create trigger if not exists link_ended after delete on links
  begin ${noticeOfDocument('old.document_id')} end;
create trigger if not exists share_changed after update of role on shares
  when old.role <> new.role and new.user_id is not null
  begin ${noticeOfDocument('new.document_id')} end;
create trigger if not exists share_ended after delete on shares when old.user_id is not null
  begin ${noticeOfDocument('old.document_id')} end;
create trigger if not exists address_changed after update of general_role on documents
  when old.general_role is not new.general_role
  begin ${noticeOfDocument('new.id')} end;
create trigger if not exists document_trashed after update of trashed_at on documents
  when old.trashed_at is null and new.trashed_at is not null
  begin ${noticeOfDocument('new.id')} end;
create trigger if not exists document_deleted after delete on documents
  begin delete from access_notices where document_id = old.id; end;
create trigger if not exists session_ended after delete on account_sessions
  begin insert into access_notices (session_id) values (old.id); end;
`

export function ensureAccessNotices(database: SQLite.Database): void {
  database.exec(statements)
}

/** What the collab server was not told yet, in an open `app.sqlite`. */
export function sqliteAccessNoticeStore(database: SQLite.Database): AccessNoticeStore {
  const pending = database.prepare<[number], AccessNotice>(
    `select id, document_id as documentId, session_id as sessionId from access_notices order by id limit ?`,
  )
  const ofDocument = database.prepare<[string], { id: number }>(
    'select id from access_notices where document_id = ?',
  )
  const ofSessions = database.prepare<[string], { id: number }>(
    'select id from access_notices where session_id in (select value from json_each(?))',
  )
  const add = database.prepare<[string | null, string | null]>(
    'insert into access_notices (document_id, session_id) values (?, ?)',
  )
  const remove = database.prepare<[string]>(
    'delete from access_notices where id in (select value from json_each(?))',
  )
  return {
    async pending(limit) {
      return pending.all(limit)
    },
    async ofDocument(documentId) {
      return ofDocument.all(documentId).map(({ id }) => id)
    },
    async ofSessions(sessionIds) {
      return ofSessions.all(JSON.stringify(sessionIds)).map(({ id }) => id)
    },
    async add(about) {
      if ('documentId' in about) add.run(about.documentId, null)
      else add.run(null, about.sessionId)
    },
    async remove(ids) {
      if (ids.length > 0) remove.run(JSON.stringify(ids))
    },
  }
}
