import type SQLite from 'better-sqlite3'

/**
 * The words of titles and texts, kept up by triggers. Not one of the migrations: it is SQLite's own and
 * holds nothing that cannot be made anew. Contentless, so the text is stored once.
 */
const statements = `
  create table search_keys (
    key integer primary key,
    document_id text not null unique references documents (id) on delete cascade
  );
  create virtual table search using fts5 (
    title, body, content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 2"
  );
  create trigger search_begin after insert on documents begin
    insert into search_keys (document_id) values (new.id);
  end;
  create trigger search_add after insert on document_texts begin
    delete from search where rowid = (select key from search_keys where document_id = new.document_id);
    insert into search (rowid, title, body)
      select key, coalesce(title, ''), new.search_text
      from search_keys join documents on id = document_id where document_id = new.document_id;
  end;
  create trigger search_change after update on document_texts begin
    delete from search where rowid = (select key from search_keys where document_id = new.document_id);
    insert into search (rowid, title, body)
      select key, coalesce(title, ''), new.search_text
      from search_keys join documents on id = document_id where document_id = new.document_id;
  end;
  create trigger search_end after delete on search_keys begin
    delete from search where rowid = old.key;
  end;
  insert into search_keys (document_id) select id from documents;
  insert into search (rowid, title, body)
    select key, coalesce(title, ''), search_text
    from documents join search_keys on search_keys.document_id = id
    join document_texts on document_texts.document_id = id;
`

/** Makes the index where there is none, inside the caller's transaction. */
export function ensureSearchIndex(database: SQLite.Database): void {
  const present = database.prepare("select 1 from sqlite_master where name = 'search_keys'").get()
  if (present === undefined) database.exec(statements)
}

/** What FTS5 understands: words that begin with each of the terms, anywhere or in one column. */
export function matchExpression(terms: readonly string[], column?: 'title'): string {
  const words = terms.map((term) => `"${term.replaceAll('"', '')}"*`).join(' ')
  return column ? `${column} : (${words})` : words
}
