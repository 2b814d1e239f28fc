import { describe, expect, it } from 'vitest'

import { PostgresDatabase } from '#storage/postgres/postgres-database'
import { hasPostgres, newSchema } from '#storage/postgres/testing/test-schema'

describe.skipIf(!hasPostgres)('a database of PostgreSQL', () => {
  it('has its own settings, whatever the address and the database say', async () => {
    const { url, schema } = newSchema()
    const address = new URL(url)
    address.searchParams.set(
      'options',
      String.raw`-c search_path=public -c default_transaction_isolation=serializable -c synchronous_commit=off -c statement_timeout=12345`,
    )
    const database = await PostgresDatabase.open({ url: address.href, schema })
    const [settings] = await database.query({
      name: 'settings',
      text: `SELECT current_setting('search_path') AS path, current_setting('transaction_isolation') AS isolation,
        current_setting('synchronous_commit') AS commits, current_setting('statement_timeout') AS timeout`,
    })
    expect(settings).toEqual({
      path: schema,
      isolation: 'read committed',
      commits: 'on',
      timeout: '12345ms',
    })
    await database.close()
  })
})
