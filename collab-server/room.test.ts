import { expect, it } from 'vitest'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import type { Connection } from '#collab-server/connection'
import { Journal } from '#collab-server/journal'
import { defaultLimits } from '#collab-server/limits'
import { Metrics } from '#collab-server/metrics/metrics'
import { Room, type RoomKeeper } from '#collab-server/room'
import { SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import { eventually } from '#collab-server/testing/eventually'
import { textUpdate } from '#collab-server/testing/wire-client'

const nothing = (): void => undefined

/** Somebody in a room who does nothing but `onSend`. */
function member(onSend: () => void = nothing): Connection {
  const doubles = {
    userId: '',
    doubt: nothing,
    peer: { sessionId: 's', userId: '', address: '', writing: 'free', wantsAcks: true },
    pendingBytesLeft: 1_000,
    send: onSend,
    sendAck: nothing,
    roomReady: nothing,
    noteDurable: nothing,
    close: nothing,
  }
  return doubles as unknown as Connection
}

it('a room whose last reader is cut in the middle of a commit closes after it, and is not heard of again', async () => {
  const heard: string[] = []
  const metrics = new Metrics()
  const journal = new Journal({ append: () => Promise.resolve() }, 0, metrics)
  const keeper: RoomKeeper = {
    load: () => Promise.resolve({ state: byteRoomStates()(undefined), storedBytes: 0, lastSequence: 0 }),
    noteCommitted: (_room, count) => heard.push(`committed ${count}`),
    noteMentioned: () => heard.push('mentioned'),
    noteLeft: () => heard.push('left'),
    noteClosed: () => heard.push('closed'),
  }
  const context = {
    journal,
    limits: defaultLimits,
    log: () => undefined,
    metrics,
    checks: new SuggestionChecks(0, () => undefined),
  }
  const room = new Room('document', 'address', keeper, context)
  const writer = member()
  let isSlow = false
  const reader = member(() => {
    if (isSlow) room.leave(reader)
  })
  for (const each of [writer, reader]) room.join(each)
  await eventually(() => expect(room.ready).toBe(true))
  isSlow = true
  room.receiveUpdate(writer, textUpdate('last words'), true)
  room.leave(writer)
  await journal.drain()
  expect(heard).toEqual(['committed 1', 'left', 'closed'])
})
