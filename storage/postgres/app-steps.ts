/** Sorted as SQLite does, whatever the database's own order is. */
const text = 'text COLLATE "C"'
const ofDocument = `document_id ${text} NOT NULL REFERENCES documents (id) ON DELETE CASCADE`

/**
 * A trigger that keeps a notice for the collab server, see `access-notice-store.ts`; not of a document that is deleted
 * just then and takes its links and shares along.
 */
const notice = (name: string, moment: string, when: string, row: string) => `
  CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO access_notices (document_id) SELECT ${row} WHERE EXISTS (SELECT 1 FROM documents WHERE id = ${row});
      RETURN NULL;
    END $$;
  CREATE TRIGGER ${name} AFTER ${moment} FOR EACH ROW ${when} EXECUTE FUNCTION ${name}();`

/**
 * The numbered steps of the app's schema, as of `app-migrations.ts`: the same tables and columns, so that both databases
 * take the same statements. Booleans are 0 and 1 and the library of accounts keeps times as text, as it does in SQLite.
 * A step that has been released is never edited.
 */
export const appSteps: readonly string[] = [
  `
  CREATE TABLE documents (
    id ${text} PRIMARY KEY,
    owner_id ${text} NOT NULL,
    title ${text},
    excerpt ${text} NOT NULL DEFAULT '',
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    general_role ${text} DEFAULT 'editor',
    trashed_at bigint,
    folded_title ${text} NOT NULL DEFAULT '',
    is_template integer NOT NULL DEFAULT 0
  );
  CREATE INDEX documents_by_owner ON documents (owner_id, trashed_at);
  CREATE INDEX documents_by_trash ON documents (trashed_at);

  CREATE TABLE document_texts (document_id ${text} PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    search_text ${text} NOT NULL);
  -- For search: of title, and of title and text.
  CREATE TABLE document_words (document_id ${text} PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    title_words tsvector NOT NULL, words tsvector NOT NULL);
  CREATE INDEX document_words_by_word ON document_words USING gin (words);

  CREATE TABLE visits (
    user_id ${text} NOT NULL,
    ${ofDocument},
    opened_at bigint NOT NULL,
    starred_at bigint,
    new_since bigint,
    folder_id ${text},
    PRIMARY KEY (user_id, document_id)
  );
  CREATE INDEX visits_by_time ON visits (user_id, opened_at DESC);
  CREATE INDEX visits_by_document ON visits (document_id, opened_at);
  CREATE INDEX visits_by_folder ON visits (user_id, folder_id, opened_at DESC);

  CREATE TABLE images (
    ${ofDocument},
    id ${text} NOT NULL,
    type ${text} NOT NULL,
    byte_size bigint NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (document_id, id)
  );

  CREATE TABLE cursors (name ${text} PRIMARY KEY, value ${text} NOT NULL);

  CREATE TABLE links (
    id ${text} PRIMARY KEY,
    ${ofDocument},
    role ${text} NOT NULL,
    secret_hash ${text} NOT NULL UNIQUE,
    password_hash ${text},
    expires_at bigint,
    created_at bigint NOT NULL
  );
  CREATE INDEX links_by_document ON links (document_id, created_at);

  CREATE TABLE grants (
    link_id ${text} NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    user_id ${text} NOT NULL,
    granted_at bigint NOT NULL,
    PRIMARY KEY (link_id, user_id)
  );
  CREATE INDEX grants_by_person ON grants (user_id);

  CREATE TABLE people (id ${text} PRIMARY KEY, name ${text} NOT NULL);

  CREATE TABLE accounts (
    id ${text} PRIMARY KEY,
    name ${text} NOT NULL,
    email ${text} NOT NULL UNIQUE,
    "emailVerified" integer NOT NULL,
    image ${text},
    color ${text},
    "isAdmin" integer,
    "createdAt" ${text} NOT NULL,
    "updatedAt" ${text} NOT NULL,
    suspended_at bigint,
    quota_mb integer,
    -- Who came first, as SQLite's own column of this name says.
    rowid bigint GENERATED ALWAYS AS IDENTITY
  );
  CREATE TABLE account_sessions (
    id ${text} PRIMARY KEY,
    "userId" ${text} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token ${text} NOT NULL UNIQUE,
    "ipAddress" ${text},
    "userAgent" ${text},
    "expiresAt" ${text} NOT NULL,
    "createdAt" ${text} NOT NULL,
    "updatedAt" ${text} NOT NULL
  );
  CREATE INDEX account_sessions_by_account ON account_sessions ("userId");
  CREATE TABLE account_logins (
    id ${text} PRIMARY KEY,
    "userId" ${text} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    "accountId" ${text} NOT NULL,
    "providerId" ${text} NOT NULL,
    "accessToken" ${text},
    "refreshToken" ${text},
    "idToken" ${text},
    "accessTokenExpiresAt" ${text},
    "refreshTokenExpiresAt" ${text},
    scope ${text},
    password ${text},
    "createdAt" ${text} NOT NULL,
    "updatedAt" ${text} NOT NULL
  );
  CREATE INDEX account_logins_by_account ON account_logins ("userId");
  CREATE TABLE account_verifications (
    id ${text} PRIMARY KEY,
    identifier ${text} NOT NULL,
    value ${text} NOT NULL,
    "expiresAt" ${text} NOT NULL,
    "createdAt" ${text} NOT NULL,
    "updatedAt" ${text} NOT NULL
  );
  CREATE INDEX account_verifications_by_name ON account_verifications (identifier);
  CREATE TABLE account_passkeys (
    id ${text} PRIMARY KEY,
    "userId" ${text} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name ${text},
    "publicKey" ${text} NOT NULL,
    "credentialID" ${text} NOT NULL,
    counter bigint NOT NULL,
    "deviceType" ${text} NOT NULL,
    "backedUp" integer NOT NULL,
    transports ${text},
    "createdAt" ${text},
    aaguid ${text}
  );
  CREATE INDEX account_passkeys_by_account ON account_passkeys ("userId");
  CREATE INDEX account_passkeys_by_credential ON account_passkeys ("credentialID");
  CREATE TABLE adopted_guests (guest_id ${text} PRIMARY KEY, account_id ${text} NOT NULL);
  CREATE TABLE invitations (secret_hash ${text} PRIMARY KEY, made_by ${text} NOT NULL, expires_at bigint NOT NULL);

  CREATE TABLE shares (
    id ${text} PRIMARY KEY,
    ${ofDocument},
    email ${text},
    role ${text} NOT NULL,
    user_id ${text},
    secret_hash ${text} UNIQUE,
    given_by ${text} NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (document_id, email)
  );
  CREATE INDEX shares_by_person ON shares (user_id, document_id);
  CREATE INDEX shares_by_address ON shares (email, user_id);

  CREATE TABLE access_requests (
    ${ofDocument},
    user_id ${text} NOT NULL,
    message ${text} NOT NULL,
    asked_at bigint NOT NULL,
    declined_at bigint,
    PRIMARY KEY (document_id, user_id)
  );

  CREATE TABLE folders (
    id ${text} PRIMARY KEY,
    user_id ${text} NOT NULL,
    name ${text} NOT NULL,
    folded_name ${text} NOT NULL,
    parent_id ${text},
    created_at bigint NOT NULL
  );
  CREATE INDEX folders_by_person ON folders (user_id, folded_name);
  CREATE INDEX folders_by_parent ON folders (parent_id);

  -- Not of the document's rows: it outlives a document that is deleted.
  CREATE TABLE access_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id ${text} NOT NULL,
    at bigint NOT NULL,
    kind ${text} NOT NULL,
    actor_id ${text},
    subject_id ${text},
    subject ${text},
    from_role ${text},
    to_role ${text}
  );
  CREATE INDEX access_events_by_document ON access_events (document_id, id);
  CREATE INDEX access_events_by_time ON access_events (at);

  CREATE TABLE notifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id ${text} NOT NULL,
    kind ${text} NOT NULL,
    ${ofDocument},
    actor_id ${text},
    created_at bigint NOT NULL,
    read_at bigint
  );
  CREATE INDEX notifications_by_person ON notifications (user_id, id);
  CREATE INDEX notifications_by_document ON notifications (document_id);
  CREATE TABLE mentions (
    ${ofDocument},
    named_id ${text} NOT NULL,
    user_id ${text} NOT NULL,
    count bigint NOT NULL,
    by_id ${text},
    mentioned_at bigint NOT NULL,
    is_told integer NOT NULL,
    PRIMARY KEY (document_id, named_id)
  );
  CREATE INDEX mentions_by_person ON mentions (user_id, is_told);
  CREATE TABLE watches (
    user_id ${text} NOT NULL,
    ${ofDocument},
    level ${text} NOT NULL,
    PRIMARY KEY (user_id, document_id)
  );
  CREATE INDEX watches_by_document ON watches (document_id, level);

  CREATE TABLE chat_messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ${ofDocument},
    change bigint NOT NULL,
    author_id ${text} NOT NULL,
    key ${text} NOT NULL,
    text ${text} NOT NULL,
    mentions ${text} NOT NULL,
    created_at bigint NOT NULL,
    edited_at bigint,
    is_deleted integer NOT NULL DEFAULT 0,
    UNIQUE (document_id, author_id, key)
  );
  CREATE INDEX chat_messages_by_document ON chat_messages (document_id, id);
  CREATE INDEX chat_messages_by_change ON chat_messages (document_id, change);
  CREATE INDEX chat_messages_by_author ON chat_messages (author_id, created_at);
  CREATE TABLE chat_reads (
    user_id ${text} NOT NULL,
    ${ofDocument},
    message_id bigint NOT NULL,
    PRIMARY KEY (user_id, document_id)
  );

  CREATE TABLE version_names (
    ${ofDocument},
    sequence bigint NOT NULL,
    name ${text} NOT NULL,
    named_by ${text} NOT NULL,
    named_at bigint NOT NULL,
    PRIMARY KEY (document_id, sequence)
  );

  CREATE TABLE comment_threads (
    id ${text} PRIMARY KEY,
    ${ofDocument},
    change bigint NOT NULL,
    quote ${text},
    created_by ${text} NOT NULL,
    created_at bigint NOT NULL,
    resolved_by ${text},
    resolved_at bigint,
    is_deleted integer NOT NULL DEFAULT 0
  );
  CREATE INDEX comment_threads_by_change ON comment_threads (document_id, change);
  CREATE TABLE comments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thread_id ${text} NOT NULL REFERENCES comment_threads (id) ON DELETE CASCADE,
    document_id ${text} NOT NULL,
    author_id ${text} NOT NULL,
    key ${text} NOT NULL,
    text ${text} NOT NULL,
    mentions ${text} NOT NULL,
    created_at bigint NOT NULL,
    edited_at bigint,
    is_deleted integer NOT NULL DEFAULT 0,
    UNIQUE (document_id, author_id, key)
  );
  CREATE INDEX comments_by_thread ON comments (thread_id, id);
  CREATE INDEX comments_by_author ON comments (author_id, created_at);
  CREATE TABLE comment_reactions (
    comment_id bigint NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    sign ${text} NOT NULL,
    user_id ${text} NOT NULL,
    PRIMARY KEY (comment_id, sign, user_id)
  );
  CREATE INDEX comment_reactions_by_person ON comment_reactions (user_id);

  CREATE TABLE access_notices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id ${text},
    session_id ${text}
  );
  CREATE INDEX access_notices_by_document ON access_notices (document_id);
  ${notice('link_changed', 'UPDATE OF role ON links', 'WHEN (old.role <> new.role)', 'new.document_id')}
  ${notice('link_ended', 'DELETE ON links', '', 'old.document_id')}
  ${notice(
    'share_changed',
    'UPDATE OF role ON shares',
    'WHEN (old.role <> new.role AND new.user_id IS NOT NULL)',
    'new.document_id',
  )}
  ${notice('share_ended', 'DELETE ON shares', 'WHEN (old.user_id IS NOT NULL)', 'old.document_id')}
  ${notice(
    'address_changed',
    'UPDATE OF general_role ON documents',
    'WHEN (old.general_role IS DISTINCT FROM new.general_role)',
    'new.id',
  )}
  ${notice(
    'document_trashed',
    'UPDATE OF trashed_at ON documents',
    'WHEN (old.trashed_at IS NULL AND new.trashed_at IS NOT NULL)',
    'new.id',
  )}
  CREATE FUNCTION document_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM access_notices WHERE document_id = old.id; RETURN NULL; END $$;
  CREATE TRIGGER document_deleted AFTER DELETE ON documents FOR EACH ROW EXECUTE FUNCTION document_deleted();
  CREATE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO access_notices (session_id) VALUES (old.id); RETURN NULL; END $$;
  CREATE TRIGGER session_ended AFTER DELETE ON account_sessions FOR EACH ROW EXECUTE FUNCTION session_ended();

  -- What may be taken out is the address of somebody who has left, and nothing else.
  CREATE FUNCTION access_events_stand() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the log of access is only added to'; END $$;
  CREATE TRIGGER access_events_stand BEFORE UPDATE ON access_events FOR EACH ROW
    WHEN (new.subject IS NOT NULL OR (new.id, new.document_id, new.at, new.kind, new.actor_id, new.subject_id,
      new.from_role, new.to_role) IS DISTINCT FROM (old.id, old.document_id, old.at, old.kind, old.actor_id,
      old.subject_id, old.from_role, old.to_role))
    EXECUTE FUNCTION access_events_stand();

  -- Between the question whether somebody may sign in and their session another request may suspend them.
  -- The row is held until the session is there, so that whoever suspends waits and then sees the session.
  CREATE FUNCTION account_sessions_of_suspended() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM 1 FROM accounts WHERE id = new."userId" AND suspended_at IS NULL FOR SHARE;
      IF NOT FOUND AND EXISTS (SELECT 1 FROM accounts WHERE id = new."userId") THEN
        RAISE EXCEPTION 'a suspended account has no sessions';
      END IF;
      RETURN new;
    END $$;
  CREATE TRIGGER account_sessions_of_suspended BEFORE INSERT ON account_sessions
    FOR EACH ROW EXECUTE FUNCTION account_sessions_of_suspended();

  -- What statements ask of both databases, see sqlite-functions.ts.
  CREATE FUNCTION each_value(list text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT json_array_elements_text(list::json) $$;
  CREATE FUNCTION instr(whole text, part text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT strpos(whole, part) $$;
  CREATE FUNCTION fold_text(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT lower(regexp_replace(normalize(said, NFD), '[\\u0300-\\u036f]', '', 'g')) $$;
  CREATE FUNCTION iso_time(ms bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT to_char(to_timestamp(ms / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
  CREATE FUNCTION names_one(mentions text, ids text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM json_array_elements(mentions::json) AS mention
      WHERE mention ->> 'id' IN (SELECT json_array_elements_text(ids::json))) THEN 1 ELSE 0 END $$;
  CREATE FUNCTION without_people(mentions text, ids text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT coalesce(json_agg(mention), '[]')::text FROM json_array_elements(mentions::json) AS mention
      WHERE mention ->> 'id' NOT IN (SELECT json_array_elements_text(ids::json)) $$;
  `,
  // What is said of a suggestion, and what was decided about it.
  `
  ALTER TABLE comment_threads ADD COLUMN suggestion ${text}, ADD COLUMN decision ${text};
  CREATE UNIQUE INDEX comment_threads_by_suggestion ON comment_threads (document_id, suggestion);
  `,
  // Of which thread somebody was told, so that reading it is reading that.
  `ALTER TABLE notifications ADD COLUMN subject ${text}`,
]
