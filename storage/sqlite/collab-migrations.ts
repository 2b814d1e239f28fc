import type { Migration } from '#storage/sqlite/open-database'
import { rowsToRuns } from '#storage/sqlite/rows-to-runs'

/**
 * The numbered steps of `collab.sqlite`: the first makes version 1, and so on. A step that has been
 * released is never edited.
 *
 * `runs` is WITHOUT ROWID: a document's log then lies together, in order, and one b-tree is written for each
 * row instead of two.
 */
export const collabMigrations: readonly Migration[] = [
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
  `
  -- Live entries, many in a row (run-codec.ts), in place of one row for each in updates.
  CREATE TABLE runs (
    document_key INTEGER NOT NULL REFERENCES documents (key),
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document_key, last_sequence)
  ) STRICT, WITHOUT ROWID;

  -- The segments of the journal that may hold entries which are not in runs yet.
  CREATE TABLE journal_segments (
    segment INTEGER PRIMARY KEY,
    salt BLOB NOT NULL,
    drained_end INTEGER NOT NULL DEFAULT 0,
    drained_batch INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Up to which segment the journal was listed and dropped again. A row and not a pragma: one that is gone shows.
  CREATE TABLE journal_state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    dropped_through INTEGER NOT NULL
  ) STRICT;
  INSERT INTO journal_state VALUES (1, 0);

  -- A second way to a document, by its key in the journal: a damaged index must not make it look new.
  CREATE TABLE document_keys (
    name_key BLOB NOT NULL,
    document_key INTEGER NOT NULL,
    PRIMARY KEY (name_key, document_key)
  ) STRICT, WITHOUT ROWID;

  -- Documents of which the journal lost an entry, by document key: they are refused for good.
  CREATE TABLE damaged_documents (
    document_key BLOB PRIMARY KEY,
    found_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- 1: entries (entry-codec.ts), deflated. 2: runs behind one another, by Zstandard.
  ALTER TABLE history ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
  -- 1: as it is. 2: by Zstandard.
  ALTER TABLE snapshots ADD COLUMN format INTEGER NOT NULL DEFAULT 1;

  -- What was left undone is found without reading every document.
  CREATE INDEX documents_by_live_entries ON documents (last_sequence - snapshot_sequence);
  CREATE INDEX documents_not_projected ON documents (key) WHERE projected_sequence < last_sequence;
  `,
  rowsToRuns,
  `
  -- Whom the document names, how often, and who wrote it: JSON, an array of StoredMention.
  ALTER TABLE projections ADD COLUMN mentions TEXT NOT NULL DEFAULT '[]';
  `,
  `
  -- history.format 3: entries in columns (columns/pack-entries.ts). An earlier version could not read them.
  `,
  `
  -- Its entry stands for all before it, which are no longer kept; 0 where all are.
  ALTER TABLE documents ADD COLUMN forgotten_through INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What the chunk takes unpacked, so that a history is known to be too long before it is read; null of an earlier version.
  ALTER TABLE history ADD COLUMN run_bytes INTEGER;
  `,
]
