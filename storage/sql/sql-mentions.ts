import type { SqlDatabase, Steps } from '#storage/sql/sql-database'

import type { DocumentProjection } from '#storage/app-store'

type Projected = NonNullable<DocumentProjection['mentions']>[number]
type MentionRow = Omit<Projected, 'by'> & {
  documentId: string
  by: string | null
  at: number
  isTold: 0 | 1
}

/**
 * Keeps whom documents name, in the app's tables. Somebody who is named more often than before is to be told, unless
 * they did it themselves or it was there from the beginning. Taken over again, nothing changes.
 */
export function sqlMentions(database: SqlDatabase) {
  // A guest who has become somebody is still named as the guest.
  const put = database.prepare<MentionRow>(
    `insert into mentions (document_id, user_id, named_id, count, by_id, mentioned_at, is_told)
      select @documentId, person, @userId, @count, @by, @at, case when person = @by then 1 else @isTold end
      from (select coalesce((select account_id from adopted_guests where guest_id = @userId), @userId) as person) as named
      where true
      on conflict (document_id, named_id) do update set user_id = excluded.user_id, count = excluded.count,
        by_id = case when excluded.count > mentions.count then excluded.by_id else mentions.by_id end,
        mentioned_at = case when excluded.count > mentions.count then excluded.mentioned_at
          else mentions.mentioned_at end,
        is_told = case when excluded.count > mentions.count then excluded.is_told else mentions.is_told end`,
  )
  const dropOthers = database.prepare<[string, string]>(
    `delete from mentions where document_id = ? and named_id not in (select value from json_each(?))`,
  )
  return function* (documentId: string, mentions: readonly Projected[], at: number): Steps<void> {
    for (const { userId, count, by } of mentions) {
      yield* put.run({
        documentId,
        userId,
        count,
        by: by === '' ? null : by,
        at,
        isTold: by === null ? 1 : 0,
      })
    }
    yield* dropOthers.run(documentId, JSON.stringify(mentions.map(({ userId }) => userId)))
  }
}
