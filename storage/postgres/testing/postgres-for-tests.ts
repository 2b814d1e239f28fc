import type { TestProject } from 'vitest/node'

import {
  findPostgres,
  installPostgres,
  mayInstallPostgres,
  startPostgres,
} from '#storage/postgres/testing/start-postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a database in which tests make schemas of their own; null where there is none. */
    postgresUrl: string | null
  }
}

const howToInclude =
  'Left out: the tests on PostgreSQL. Install PostgreSQL, or set TEST_DATABASE_URL=postgres://user:password@host/database'

/**
 * Once for a run of tests that need PostgreSQL: the one of `TEST_DATABASE_URL`, or one of our own. On Debian as root and
 * unless POSTGRES_INSTALL=never, the distribution's package is installed, and said so.
 */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given)
    return undefined
  }
  if (findPostgres() === undefined && mayInstallPostgres()) {
    console.log(
      'No PostgreSQL found: installing the package of Debian (POSTGRES_INSTALL=never prevents this)',
    )
    installPostgres()
  }
  const programs = findPostgres()
  if (programs === undefined) {
    console.log(howToInclude)
    project.provide('postgresUrl', null)
    return undefined
  }
  const server = await startPostgres(programs)
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}
