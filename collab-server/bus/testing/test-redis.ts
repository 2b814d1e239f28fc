import { inject, onTestFinished } from 'vitest'

import { startRedis, type TestRedis } from '#collab-server/bus/testing/start-redis'

/** Whether there is a Redis for tests; whoever needs one leaves out what they would say without. */
export const hasRedis: boolean = inject('redisProgram') !== null

/** One of this test's own, gone with it. */
export async function newRedis(): Promise<TestRedis> {
  const redis = await startRedis(inject('redisProgram') ?? '')
  onTestFinished(() => redis.kill())
  return redis
}
