/**
 * The numbered steps of the collab server's schema: the first makes version 1, and so on. A step that has been released
 * is never edited.
 *
 * A row of `documents` changes with every commit to it. So no index is on what changes, and room is left in its page:
 * PostgreSQL then writes the new row beside the old one and touches no index.
 */
export const collabSteps: readonly string[] = [
  `
  CREATE TABLE documents (
    key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    last_sequence bigint NOT NULL,
    snapshot_sequence bigint NOT NULL DEFAULT 0,
    projected_sequence bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 70);

  -- Live entries, those of a commit in a row (run-codec.ts).
  CREATE TABLE runs (
    document_key bigint NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    checksum bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (document_key, last_sequence)
  );

  CREATE TABLE snapshots (
    document_key bigint PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE,
    sequence bigint NOT NULL,
    made_at bigint NOT NULL,
    checksum bigint NOT NULL,
    bytes bytea NOT NULL
  );

  CREATE TABLE history (
    document_key bigint NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    first_received_at bigint NOT NULL,
    last_received_at bigint NOT NULL,
    checksum bigint NOT NULL,
    bytes bytea NOT NULL,
    -- 2: runs behind one another, by Zstandard.
    format integer NOT NULL,
    PRIMARY KEY (document_key, last_sequence)
  );

  -- Both are by Zstandard already.
  ALTER TABLE snapshots ALTER COLUMN bytes SET STORAGE EXTERNAL;
  ALTER TABLE history ALTER COLUMN bytes SET STORAGE EXTERNAL;

  CREATE TABLE projections (
    document_key bigint PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE,
    change bigint NOT NULL UNIQUE,
    sequence bigint NOT NULL,
    title text,
    excerpt text NOT NULL,
    search_text text NOT NULL,
    changed_at bigint NOT NULL,
    -- Whom the document names, how often, and who wrote it: JSON, an array of StoredMention.
    mentions text NOT NULL
  );

  CREATE TABLE projection_counter (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    last_change bigint NOT NULL
  );
  INSERT INTO projection_counter VALUES (1, 0);
  `,
  `
  -- Its entry stands for all before it, which are no longer kept; 0 where all are.
  ALTER TABLE documents ADD COLUMN forgotten_through bigint NOT NULL DEFAULT 0;
  `,
  `
  -- history.format 3: entries in columns (columns/pack-entries.ts). An earlier version could not read them.
  -- What the chunk takes unpacked, so that a history is known to be too long before it is read; null of an earlier version.
  ALTER TABLE history ADD COLUMN run_bytes bigint;
  `,
  `
  -- What several collab servers need to work with one store (shared-statements.ts).
  CREATE TABLE store_identity (
    only_row integer PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    id text NOT NULL
  );

  -- What each of them is to hear of, kept for an hour.
  CREATE TABLE news (
    number bigint PRIMARY KEY,
    told_at timestamptz NOT NULL DEFAULT now(),
    text text NOT NULL
  );
  CREATE TABLE news_counter (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    last_number bigint NOT NULL
  );
  INSERT INTO news_counter VALUES (1, 0);

  -- What only one of them is to do at a time, and until when it is theirs.
  CREATE TABLE leases (
    name text PRIMARY KEY,
    holder text NOT NULL,
    until timestamptz NOT NULL
  );
  `,
]
