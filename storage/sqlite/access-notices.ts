import type SQLite from 'better-sqlite3'

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
