import { describe, expect, it } from 'vitest'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import type { Connection } from '#collab-server/connection'
import { Journal } from '#collab-server/journal'
import { defaultLimits } from '#collab-server/limits'
import { Metrics } from '#collab-server/metrics/metrics'
import { Room, type RoomContext, type RoomKeeper } from '#collab-server/room'
import type { RoomEdit } from '#collab-server/room-edits'
import { Penances } from '#collab-server/suggestion-check/penances'
import type { Checked, RemoteMirror } from '#collab-server/suggestion-check/suggestion-checks'
import { eventually } from '#collab-server/testing/eventually'
import { textUpdate } from '#collab-server/testing/wire-client'

const nothing = (): void => undefined

/** Somebody in a room who does nothing but what is said. */
function member(does: Partial<Pick<Connection, 'send' | 'refuse'>> = {}): Connection {
  const doubles = {
    userId: '',
    address: '',
    doubt: nothing,
    peer: { sessionId: 's', userId: '', address: '', writing: 'free', wantsAcks: true },
    pendingBytesLeft: 1_000,
    send: nothing,
    sendAck: nothing,
    roomReady: nothing,
    noteDurable: nothing,
    refuse: nothing,
    close: nothing,
    ...does,
  }
  return doubles as unknown as Connection
}

const answer = (refusal: string | null): Checked => ({
  verdict: { refusal, mend: null },
  freed: null,
  tookMs: 1,
})

/** An empty room on a disk that takes everything, and what its keeper hears. */
function open(
  check: () => Promise<Checked> = () => Promise.resolve(answer(null)),
  onMirror: (told: string) => void = nothing,
) {
  const heard: string[] = []
  const metrics = new Metrics()
  const journal = new Journal({ append: () => Promise.resolve() }, 0, metrics)
  const keeper: RoomKeeper = {
    load: () => Promise.resolve({ state: byteRoomStates()(undefined), storedBytes: 0, lastSequence: 0 }),
    noteCommitted: (_room, count) => heard.push(`committed ${count}`),
    noteMentioned: () => heard.push('mentioned'),
    noteMentionedElsewhere: () => heard.push('mentioned elsewhere'),
    noteLeft: () => heard.push('left'),
    noteClosed: () => heard.push('closed'),
  }
  const checks: RoomContext['checks'] = {
    warmUp: nothing,
    penances: new Penances(),
    openMirror: () => {
      onMirror('opened')
      const follow: RemoteMirror['follow'] = (since) => {
        onMirror(`followed ${since.length}`)
        return Promise.resolve({ freed: null })
      }
      return { check, follow, close: () => onMirror('closed') }
    },
  }
  const context = { journal, limits: defaultLimits, log: () => undefined, metrics, checks }
  return { room: new Room('document', 'address', keeper, context), journal, heard }
}

it('a room whose last reader is cut in the middle of a commit closes after it, and is not heard of again', async () => {
  const { room, journal, heard } = open()
  const writer = member()
  let isSlow = false
  const reader = member({
    send: () => {
      if (isSlow) room.leave(reader)
    },
  })
  for (const each of [writer, reader]) room.join(each)
  await eventually(() => expect(room.ready).toBe(true))
  isSlow = true
  room.receiveUpdate(writer, textUpdate('last words'), true)
  room.leave(writer)
  await journal.drain()
  expect(heard).toEqual(['committed 1', 'left', 'closed'])
})

describe('S10: a room in which only somebody is who may only suggest closes', () => {
  const noNews = Uint8Array.of(0, 0)

  it.each([
    ['that brings nothing new', noNews, null, ['left', 'closed']],
    ['that is taken', textUpdate('last words'), null, ['committed 1', 'left', 'closed']],
    ['that is refused', textUpdate('last words'), 'takes letters away', ['left', 'closed']],
  ])('where they leave before an update is looked through %s', async (_what, update, verdict, expected) => {
    const checked = Promise.withResolvers<Checked>()
    const { room, heard } = open(() => checked.promise)
    const ana = member()
    room.join(ana)
    await eventually(() => expect(room.ready).toBe(true))
    room.receiveSuggestion(ana, update, false)
    room.leave(ana)
    expect(heard).toEqual([])
    checked.resolve(answer(verdict))
    await eventually(() => expect(heard).toEqual(expected))
  })

  it('where they are sent away for it', async () => {
    const { room, heard } = open(() => Promise.resolve(answer('takes letters away')))
    const ana = member({ refuse: () => room.leave(ana) })
    room.join(ana)
    await eventually(() => expect(room.ready).toBe(true))
    room.receiveSuggestion(ana, textUpdate('no suggestion'), true)
    await eventually(() => expect(heard).toEqual(['left', 'closed']))
  })
})

it('what says that it is of very many clients is not looked through', async () => {
  const told: string[] = []
  const { room } = open(undefined, (what) => told.push(what))
  const ana = member()
  room.join(ana)
  await eventually(() => expect(room.ready).toBe(true))
  // 20,001, and 20,000 in front of nothing, over which what looks through it may break.
  expect(() => room.receiveSuggestion(ana, Uint8Array.of(0xa1, 0x9c, 0x01), true)).toThrow('too many clients')
  expect(told).toEqual([])
  room.receiveSuggestion(ana, Uint8Array.of(0xa0, 0x9c, 0x01), true)
  await eventually(() => expect(told).toContain('opened'))
})

/** Edits that are made once `gate` opens; what became of each. */
function ask(room: Room, count: number, gate: Promise<void>) {
  const became = Array.from({ length: count }, () => 'waiting')
  const made: number[] = []
  const cancels = became.map((_state, index) => {
    const cancel = new AbortController()
    const edit: RoomEdit = {
      userId: 'eva',
      sessionId: 'comment',
      signal: cancel.signal,
      make: async () => {
        made.push(index)
        await gate
        return null
      },
      done: () => (became[index] = 'done'),
      failed: (error) => (became[index] = error instanceof Error ? error.message : String(error)),
    }
    room.edit(edit)
    return cancel
  })
  return { became, made, cancels }
}

describe("the server's own edits of a room", () => {
  it('wait up to a number, and more are told to come later', async () => {
    const { room } = open()
    room.join(member())
    await eventually(() => expect(room.ready).toBe(true))
    const gate = Promise.withResolvers<void>()
    const { became } = ask(room, 23, gate.promise)
    expect(became.map((state) => state !== 'waiting').lastIndexOf(false)).toBe(20)
    expect(became.slice(21)).toEqual(['too many edits wait', 'too many edits wait'])
    gate.resolve()
    await eventually(() => expect(became.slice(0, 21)).toEqual(Array.from({ length: 21 }, () => 'done')))
  })

  it('are left out where nobody waits for them any more', async () => {
    const { room, heard } = open()
    const gate = Promise.withResolvers<void>()
    const { became, made, cancels } = ask(room, 4, gate.promise)
    await eventually(() => expect(made).toEqual([0]))
    // The first is being made: that goes on.
    for (const index of [0, 1, 3]) cancels[index]?.abort(new Error('nobody waits'))
    expect(became).toEqual(['waiting', 'nobody waits', 'waiting', 'nobody waits'])
    gate.resolve()
    await eventually(() => expect(heard).toEqual(['left', 'closed']))
    expect(became).toEqual(['done', 'nobody waits', 'done', 'nobody waits'])
    expect(made).toEqual([0, 2])
  })
})

it('what somebody wrote while they were away is followed, where something is suggested', async () => {
  const asked: string[] = []
  const { room, journal } = open(undefined, (told) => asked.push(told))
  const eva = member()
  room.join(eva)
  await eventually(() => expect(room.ready).toBe(true))
  room.receiveUpdate(eva, textUpdate('plain', 100), false)
  expect(asked).toEqual([])
  room.receiveUpdate(eva, textUpdate('an insertion, say', 101), true)
  room.receiveUpdate(eva, textUpdate('written while away', 102), false)
  expect(asked).toEqual(['opened'])
  room.leave(eva)
  await journal.drain()
  await eventually(() => expect(asked).toEqual(['opened', 'followed 1', 'closed']))
})
