/**
 * The numbered steps of `collab.sqlite`: the first makes version 1, and so on. A step that has been
 * released is never edited.
 *
 * `updates` is WITHOUT ROWID: a document's log then lies together, in order, and one b-tree is written
 * for each entry instead of two.
 */
export const collabMigrations: readonly string[] = [
  `
  CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    snapshot_sequence INTEGER NOT NULL DEFAULT 0,
    projected_sequence INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE updates (
    document_key INTEGER NOT NULL REFERENCES documents (key),
    sequence INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document_key, sequence)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE snapshots (
    document_key INTEGER PRIMARY KEY REFERENCES documents (key),
    sequence INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE history (
    document_key INTEGER NOT NULL REFERENCES documents (key),
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    first_received_at INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document_key, last_sequence)
  ) STRICT;

  CREATE TABLE projections (
    document_key INTEGER PRIMARY KEY REFERENCES documents (key),
    change INTEGER NOT NULL UNIQUE,
    sequence INTEGER NOT NULL,
    title TEXT,
    excerpt TEXT NOT NULL,
    search_text TEXT NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE projection_counter (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    last_change INTEGER NOT NULL
  ) STRICT;
  INSERT INTO projection_counter VALUES (1, 0);
  `,
]
