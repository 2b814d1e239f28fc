import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'

import { RedisBus } from '#collab-server/bus/redis-bus'
import { roomBusContract } from '#collab-server/bus/room-bus.contract'
import type { TestRedis } from '#collab-server/bus/testing/start-redis'
import { hasRedis, newRedis } from '#collab-server/bus/testing/test-redis'
import { eventually } from '#collab-server/testing/eventually'

const open = async (url: string, name = 'test'): Promise<RedisBus> => {
  const bus = await RedisBus.open({ url, name, log: () => undefined, echoMs: 100, deafMs: 1_000 })
  onTestFinished(() => bus.close())
  return bus
}

describe.skipIf(!hasRedis)('the bus over Redis', () => {
  let redis: TestRedis
  beforeEach(async () => {
    redis = await newRedis()
  })

  roomBusContract(() => open(redis.url))

  it('carries nothing between those who do not belong together', async () => {
    const [one, same, other] = [await open(redis.url), await open(redis.url), await open(redis.url, 'other')]
    const [heard, strange]: [number[], number[]] = [[], []]
    await same.subscribe('topic', ([said = 0]) => heard.push(said)).ready
    await other.subscribe('topic', ([said = 0]) => strange.push(said)).ready
    one.publish('topic', Uint8Array.of(1))
    await eventually(() => expect(heard).toEqual([1]))
    expect(strange).toEqual([])
  })

  it('says when Redis is gone, and is up again with all topics once there is another', async () => {
    const [one, two] = [await open(redis.url), await open(redis.url)]
    const changes: boolean[] = []
    two.onChange((isUp) => changes.push(isUp))
    const heard: string[] = []
    const listen = (topic: string) => two.subscribe(topic, ([said]) => heard.push(`${topic} ${said}`))
    await listen('before').ready
    await redis.kill()
    await eventually(() => expect([one.isUp, two.isUp]).toEqual([false, false]))
    one.publish('before', Uint8Array.of(1))
    // Nobody has to wait for it.
    await listen('meanwhile').ready
    await redis.restart()
    await eventually(() => expect([one.isUp, two.isUp]).toEqual([true, true]))
    expect(changes).toEqual([false, true])
    one.publish('before', Uint8Array.of(2))
    one.publish('meanwhile', Uint8Array.of(3))
    await eventually(() => expect(heard).toEqual(['before 2', 'meanwhile 3']))
  })

  it('begins without one, and is up as soon as there is one', async () => {
    await redis.kill()
    const bus = await open(redis.url)
    expect(bus.isUp).toBe(false)
    await redis.restart()
    await eventually(() => expect(bus.isUp).toBe(true))
  })
})
