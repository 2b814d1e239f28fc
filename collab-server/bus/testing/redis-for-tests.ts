import type { TestProject } from 'vitest/node'

import { findRedis } from '#collab-server/bus/testing/start-redis'
import { installDebianPackages, mayInstall } from '#collab-server/testing/proxies/debian-packages'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The program of the server; null where there is none. */
    redisProgram: string | null
  }
}

const howToInclude = 'Left out: the tests on Redis. Install redis-server'

/**
 * Once for a run of tests that need Redis, of which each starts its own. On Debian as root and unless REDIS_INSTALL=never,
 * the distribution's package is installed, and said so.
 */
export default function setUp(project: TestProject): void {
  if (findRedis() === undefined && mayInstall('REDIS_INSTALL')) {
    console.log('No Redis found: installing the package of Debian (REDIS_INSTALL=never prevents this)')
    installDebianPackages(['redis-server'])
  }
  const program = findRedis()
  if (program === undefined) console.log(howToInclude)
  project.provide('redisProgram', program ?? null)
}
