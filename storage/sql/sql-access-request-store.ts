import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type { AccessRequest, AccessRequestStore } from '#storage/access-request-store'
import type { LinkRole } from '#storage/app-store'

type Asked = { documentId: string; userId: string; message: string; askedAt: number }
type Given = { id: string; role: LinkRole; givenBy: string; createdAt: number }

/** Who asks to be let in, in the app's tables. */
export function sqlAccessRequestStore(database: SqlDatabase): AccessRequestStore {
  const ask = database.prepare<Asked & { declinedSince: number; most: number }>(
    `insert into access_requests (document_id, user_id, message, asked_at)
      select @documentId, @userId, @message, @askedAt
      where (select count(*) from access_requests where document_id = @documentId and declined_at is null) < @most
        or exists (select 1 from access_requests where document_id = @documentId and user_id = @userId)
      on conflict (document_id, user_id) do update set
        message = excluded.message, asked_at = excluded.asked_at, declined_at = null
        where access_requests.declined_at is null or access_requests.declined_at < @declinedSince`,
  )
  const hasAsked = database.prepare<[string, string, number]>(
    `select 1 from access_requests where document_id = ? and user_id = ?
      and (declined_at is null or declined_at >= ?)`,
  )
  const waiting = database.prepare<[string], Omit<AccessRequest, 'isConfirmed'> & { isConfirmed: 0 | 1 }>(
    `select user_id as userId, people.name, accounts.email,
      coalesce(accounts."emailVerified", 0) as isConfirmed, message, asked_at as askedAt from access_requests
      left join people on people.id = user_id left join accounts on accounts.id = user_id
      where document_id = ? and declined_at is null order by asked_at`,
  )
  const decline = database.prepare<[number, string, string]>(
    `update access_requests set declined_at = ? where document_id = ? and user_id = ? and declined_at is null`,
  )
  const answered = database.prepare<[string, string]>(
    'delete from access_requests where document_id = ? and user_id = ? and declined_at is null',
  )
  const give = database.prepare<Given & { documentId: string; userId: string }>(
    `insert into shares (id, document_id, role, user_id, given_by, created_at)
      values (@id, @documentId, @role, @userId, @givenBy, @createdAt)`,
  )
  const list = database.prepare<[string, string, number, number]>(
    `insert into visits (user_id, document_id, opened_at, new_since) values (?, ?, ?, ?) on conflict do nothing`,
  )
  const grant = database.transaction(function* (
    documentId: string,
    userId: string,
    share: Given,
  ): Steps<boolean> {
    if ((yield* answered.run(documentId, userId)) === 0) return false
    yield* give.run({ ...share, documentId, userId })
    yield* list.run(userId, documentId, share.createdAt, share.createdAt)
    return true
  })
  const askWithin = database.transaction(ask.run)
  return {
    async ask(request, limits) {
      return (await askWithin({ ...request, ...limits })) > 0
    },
    async hasAsked(documentId, userId, declinedSince) {
      return (await database.take(hasAsked.get(documentId, userId, declinedSince))) !== undefined
    },
    async waiting(documentId) {
      const requests = await database.take(waiting.all(documentId))
      return requests.map((request) => ({ ...request, isConfirmed: request.isConfirmed === 1 }))
    },
    grant,
    async decline(documentId, userId, declinedAt) {
      return (await database.take(decline.run(declinedAt, documentId, userId))) > 0
    },
  }
}
