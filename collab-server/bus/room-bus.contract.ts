import { describe, expect, it } from 'vitest'

import type { RoomBus } from '#collab-server/bus/room-bus'
import { eventually } from '#collab-server/testing/eventually'

const text = (message: Uint8Array): string => Buffer.from(message).toString('latin1')
const bytes = (said: string): Uint8Array => Uint8Array.from(Buffer.from(said, 'latin1'))

const hearing = async (bus: RoomBus, topic: string): Promise<string[]> => {
  const heard: string[] = []
  await bus.subscribe(topic, (message) => heard.push(text(message))).ready
  return heard
}

/** `connect`: another node on the same bus each time, closed with the test. */
export function roomBusContract(connect: () => Promise<RoomBus>): void {
  describe('contract: the bus', () => {
    it('carries what is published to all others who take the topic, in order and whole', async () => {
      const [one, two, three] = await Promise.all([connect(), connect(), connect()])
      const [own, second, third, other] = await Promise.all([
        hearing(one, 'document:a'),
        hearing(two, 'document:a'),
        hearing(three, 'document:a'),
        hearing(three, 'document:b'),
      ])
      const every = String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at))
      const said = Array.from({ length: 200 }, (_, at) => `${at} ${every}`)
      for (const message of said) one.publish('document:a', bytes(message))
      await eventually(() => expect(second).toHaveLength(200))
      await eventually(() => expect(third).toHaveLength(200))
      expect(second).toEqual(said)
      expect(third).toEqual(said)
      expect(other).toEqual([])
      expect(own).toEqual([])
    })

    it('carries nothing to whoever has ended, and goes on with the others of its topic', async () => {
      const [one, two] = await Promise.all([connect(), connect()])
      const heard = await hearing(two, 'topic')
      const left: string[] = []
      const leaving = two.subscribe('topic', (message) => left.push(text(message)))
      await leaving.ready
      one.publish('topic', bytes('first'))
      await eventually(() => expect(left).toEqual(['first']))
      leaving.end()
      one.publish('topic', bytes('second'))
      await eventually(() => expect(heard).toEqual(['first', 'second']))
      expect(left).toEqual(['first'])
    })

    it('takes a topic again that it took before', async () => {
      const [one, two] = await Promise.all([connect(), connect()])
      const before: string[] = []
      const ended = two.subscribe('topic', (message) => before.push(text(message)))
      await ended.ready
      ended.end()
      const heard = await hearing(two, 'topic')
      one.publish('topic', bytes('late'))
      await eventually(() => expect(heard).toEqual(['late']))
      expect(before).toEqual([])
    })

    it('carries any name of a topic and a long message', async () => {
      const [one, two] = await Promise.all([connect(), connect()])
      const topic = 'document:café/ ñ\u{1F600}'
      const heard = await hearing(two, topic)
      one.publish(topic, bytes('x'.repeat(1 << 20)))
      await eventually(() => expect(heard.map(({ length }) => length)).toEqual([1 << 20]))
    })

    it('is up, and says nothing once it is closed', async () => {
      const [one, two] = await Promise.all([connect(), connect()])
      expect([one.isUp, two.isUp]).toEqual([true, true])
      const [heard, other] = await Promise.all([hearing(one, 'topic'), hearing(two, 'topic')])
      await one.close()
      one.publish('topic', bytes('from the grave'))
      two.publish('topic', bytes('to the grave'))
      const three = await connect()
      three.publish('topic', bytes('last'))
      await eventually(() => expect(other).toEqual(['last']))
      expect(heard).toEqual([])
    })
  })
}
