import { beforeEach, describe, expect, it } from 'vitest'

import { InProcessHub } from '#collab-server/bus/in-process-bus'
import { roomBusContract } from '#collab-server/bus/room-bus.contract'
import { eventually } from '#collab-server/testing/eventually'

describe('the bus within a process', () => {
  let hub: InProcessHub
  beforeEach(() => {
    hub = new InProcessHub()
  })

  roomBusContract(() => Promise.resolve(hub.connect()))

  it('carries nothing from or to a node that is cut off, and goes on once it is not', async () => {
    const [one, two, cut] = [hub.connect(), hub.connect(), hub.connect()]
    const changes: boolean[] = []
    cut.onChange((isUp) => changes.push(isUp))
    const [heard, missed]: [number[], number[]] = [[], []]
    two.subscribe('topic', ([said = 0]) => heard.push(said))
    cut.subscribe('topic', ([said = 0]) => missed.push(said))
    cut.set(false)
    one.publish('topic', Uint8Array.of(1))
    cut.publish('topic', Uint8Array.of(2))
    await eventually(() => expect(heard).toEqual([1]))
    cut.set(true)
    one.publish('topic', Uint8Array.of(3))
    cut.publish('topic', Uint8Array.of(4))
    await eventually(() => expect(heard).toEqual([1, 3, 4]))
    expect(missed).toEqual([3])
    expect(changes).toEqual([false, true])
  })
})
