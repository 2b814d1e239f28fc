import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import { nextThreadChange } from '#storage/sql/comment-statements'
import { isLastAdministrator } from '#storage/sql/last-administrator'
import type { Departure, LeftDocument, OwnData, OwnDataStore, OwnDocument } from '#storage/own-data-store'

const iso = (column: string) => `iso_time(${column})`

/** Each is a list of the file, by its name there. */
const lists = {
  signInWays: 'select "providerId" as way, "createdAt" as since from account_logins where "userId" = @id',
  sessions: `select "userAgent" as browser, "createdAt" as signedInAt, "updatedAt" as usedAt, "expiresAt" as endsAt
    from account_sessions where "userId" = @id`,
  passkeys: 'select name, "createdAt" as addedAt from account_passkeys where "userId" = @id',
  folders: `select id, name, parent_id as inside, ${iso('created_at')} as madeAt from folders where user_id = @id`,
  opened: `select document_id as document, ${iso('opened_at')} as openedAt, ${iso('starred_at')} as starredAt,
    folder_id as folder from visits where user_id = @id`,
  givenByName: `select document_id as document, role, ${iso('created_at')} as since from shares where user_id = @id`,
  givenByLink: `select links.document_id as document, links.role, ${iso('granted_at')} as since
    from grants join links on links.id = grants.link_id where grants.user_id = @id`,
  askedFor: `select document_id as document, message, ${iso('asked_at')} as askedAt
    from access_requests where user_id = @id`,
  chatMessages: `select document_id as document, text, ${iso('created_at')} as writtenAt
    from chat_messages where author_id = @id and is_deleted = 0`,
  comments: `select document_id as document, text, ${iso('created_at')} as writtenAt
    from comments where author_id = @id and is_deleted = 0`,
  commentReactions: `select comments.document_id as document, sign
    from comment_reactions join comments on comments.id = comment_id where user_id = @id`,
  resolvedThreads: `select document_id as document, ${iso('resolved_at')} as resolvedAt
    from comment_threads where resolved_by = @id`,
  namedVersions: `select document_id as document, sequence as version, name, ${iso('named_at')} as namedAt
    from version_names where named_by = @id`,
  notifications: `select document_id as document, kind, ${iso('created_at')} as since
    from notifications where user_id = @id`,
  watched: 'select document_id as document, level from watches where user_id = @id',
  mentioned: `select document_id as document, count as times, ${iso('mentioned_at')} as lastAt
    from mentions where user_id = @id`,
  invitations: `select ${iso('expires_at')} as endsAt from invitations where made_by = @id`,
  // What they did, and what was done about them; not who else did it.
  accessHistory: `select nullif(document_id, '') as document, ${iso('at')} as at, kind,
    case when actor_id = @id then 'you' else 'somebody' end as by,
    case when subject_id = @id then 'you' end as about, from_role as fromRole, to_role as toRole
    from access_events where actor_id = @id or subject_id = @id
      or subject = (select email from accounts where id = @id and "emailVerified" = 1) order by id`,
} as const

/** What pages ask for as new: behind all that was, and each row's its own. */
const nextChange = `(select max(change) from chat_messages as others
  where others.document_id = chat_messages.document_id) + id`

/** In this order; sessions, passkeys and ways in go with the row of the account. */
const forget = [
  'delete from visits where user_id = @id',
  'delete from grants where user_id = @id',
  'delete from shares where user_id = @id',
  // Of documents that somebody else has now.
  `update shares set given_by = '' where given_by = @id`,
  'delete from access_requests where user_id = @id',
  'delete from folders where user_id = @id',
  'delete from notifications where user_id = @id',
  'update notifications set actor_id = null where actor_id = @id',
  'delete from mentions where user_id = @id',
  'update mentions set by_id = null where by_id = @id',
  'delete from watches where user_id = @id',
  // Whoever others named is nobody any more; what they wrote stays theirs.
  `update chat_messages set mentions = without_people(mentions, @ids), change = ${nextChange}
    where names_one(mentions, @ids) = 1`,
  'delete from chat_reads where user_id = @id',
  // Their words go; that somebody said something there stays, with what others answered. Nobody chooses such a key.
  `update chat_messages set author_id = '', key = 'gone:' || id, text = '', mentions = '[]', is_deleted = 1,
    change = ${nextChange} where author_id = @id`,
  `update comment_threads set change = ${nextThreadChange}
    where resolved_by = @id
      or id in (select thread_id from comments where author_id = @id or names_one(mentions, @ids) = 1)
      or id in (select thread_id from comments join comment_reactions on comment_id = comments.id
        where user_id = @id)`,
  'update comments set mentions = without_people(mentions, @ids) where names_one(mentions, @ids) = 1',
  `update comments set author_id = '', key = 'gone:' || id, text = '', mentions = '[]', is_deleted = 1
    where author_id = @id`,
  'delete from comment_reactions where user_id = @id',
  `update comment_threads set created_by = '' where created_by = @id`,
  `update comment_threads set resolved_by = '' where resolved_by = @id`,
  // That a version has this name is the document's.
  `update version_names set named_by = '' where named_by = @id`,
  'delete from people where id = @id or id in (select guest_id from adopted_guests where account_id = @id)',
  'delete from adopted_guests where account_id = @id',
  'delete from invitations where made_by = @id',
  'delete from account_verifications where value = @id',
  'update access_events set subject = null where subject = (select email from accounts where id = @id)',
  'delete from accounts where id = @id',
]

const heirs = `select documents.id, documents.title, shares.id as shareId, shares.user_id as userId,
    coalesce(people.name, accounts.name) as name,
    case when exists (select 1 from shares where shares.document_id = documents.id)
      or exists (select 1 from links where links.document_id = documents.id)
      or exists (select 1 from visits where visits.document_id = documents.id
        and visits.user_id <> documents.owner_id) then 1 else 0 end as isShared
  from documents
  left join shares on shares.id = (
    select shares.id from shares join accounts on accounts.id = shares.user_id and accounts.suspended_at is null
      where shares.document_id = documents.id and shares.role = 'editor'
      order by shares.created_at limit 1)
  left join accounts on accounts.id = shares.user_id
  left join people on people.id = shares.user_id
  where documents.owner_id = ? and documents.trashed_at is null
  order by documents.changed_at desc`

type HeirRow = {
  id: string
  title: string | null
  shareId: string | null
  userId: string | null
  name: string | null
  isShared: 0 | 1
}

/** All that is kept of somebody, to be given to them or forgotten, in the app's tables. */
export function sqlOwnDataStore(database: SqlDatabase): OwnDataStore {
  const account = database.prepare<[string], Record<string, unknown>>(
    `select name, email, "emailVerified" as emailConfirmed, color, "isAdmin" as administrator, "createdAt" as since
      from accounts where id = ?`,
  )
  const documents = database.prepare<[string], OwnDocument>(
    `select id, created_at as createdAt, changed_at as changedAt, trashed_at as trashedAt,
      general_role as generalRole from documents where owner_id = ? order by created_at`,
  )
  const left = database.prepare<[string], HeirRow>(heirs)
  const onlyAdministrator = database.prepare<{ id: string }>(
    `select 1 where ${isLastAdministrator} and exists (select 1 from accounts where id <> @id)`,
  )
  const sessionsOf = database.prepare<[string], { id: string }>(
    'select id from account_sessions where "userId" = ?',
  )
  const setOwner = database.prepare<[string, string]>('update documents set owner_id = ? where id = ?')
  const endShare = database.prepare<[string]>('delete from shares where id = ?')
  // Beyond all time in the trash: whoever empties it next takes them, should this server stop before it does.
  const leave = database.prepare<[string]>('update documents set trashed_at = 0 where owner_id = ?')
  const ownedIds = database.prepare<[string], { id: string }>('select id from documents where owner_id = ?')

  const guestsOf = database.prepare<[string], { id: string }>(
    'select guest_id as id from adopted_guests where account_id = ?',
  )
  const forgetting = forget.map((text) => database.prepare<{ id: string; ids: string }>(text))
  const reading = Object.entries(lists).map(
    ([name, text]) => [name, database.prepare<{ id: string }>(text)] as const,
  )

  function* leftDocuments(accountId: string): Steps<LeftDocument[]> {
    const rows = yield* left.all(accountId)
    return rows.map(({ id, title, shareId, userId, name, isShared }) => ({
      id,
      title,
      isShared: isShared === 1,
      heir: shareId === null || userId === null ? null : { shareId, userId, name: name ?? '' },
    }))
  }

  function* depart(id: string, handOver: boolean): Steps<Departure | null> {
    if (yield* onlyAdministrator.get({ id })) return null
    const handedOver: { documentId: string; shareId: string; userId: string }[] = []
    for (const { id: documentId, heir } of handOver ? yield* leftDocuments(id) : []) {
      if (!heir) continue
      yield* setOwner.run(heir.userId, documentId)
      yield* endShare.run(heir.shareId)
      handedOver.push({ documentId, shareId: heir.shareId, userId: heir.userId })
    }
    yield* leave.run(id)
    const sessionIds = (yield* sessionsOf.all(id)).map((session) => session.id)
    const documentIds = (yield* ownedIds.all(id)).map((document) => document.id)
    // Whoever names one of the guests that they were names them.
    const ids = JSON.stringify([id, ...(yield* guestsOf.all(id)).map((guest) => guest.id)])
    for (const statement of forgetting) yield* statement.run({ id, ids })
    return { handedOver, left: documentIds, sessionIds }
  }

  function* read(id: string): Steps<OwnData | null> {
    const row = yield* account.get(id)
    if (!row) return null
    const found: [string, unknown[]][] = []
    for (const [name, statement] of reading) found.push([name, yield* statement.all({ id })])
    const all = Object.fromEntries(found) as Record<keyof typeof lists, unknown[]>
    return { account: row, ...all }
  }

  const departWithin = database.transaction(depart)
  return {
    read: (accountId) => database.take(read(accountId)),
    documents: (accountId) => database.take(documents.all(accountId)),
    leftDocuments: (accountId) => database.take(leftDocuments(accountId)),
    async isOnlyAdministrator(accountId) {
      return (await database.take(onlyAdministrator.get({ id: accountId }))) !== undefined
    },
    depart: (accountId, { handOver }) => departWithin(accountId, handOver),
  }
}
