import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { AccessNotices } from '#features/documents/server/access-notices'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import type { AccessNotice } from '#storage/access-notice-store'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const late = new CollabUnavailableError(new DOMException('late', 'TimeoutError'))
const refused = new CollabUnavailableError(
  new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }),
)

/** A store in memory, and a collab server that fails as often as it is told to. */
function services(failures: Error[], stored: AccessNotice[] = []) {
  const told: unknown[] = []
  const say = async (what: unknown) => {
    const failure = failures.shift()
    if (failure) throw failure
    told.push(what)
  }
  let lastId = 10
  const accessNotices = {
    pending: async (limit: number) => stored.slice(0, limit),
    ofDocument: async (id: string) =>
      stored.filter(({ documentId }) => documentId === id).map(({ id }) => id),
    ofSessions: async (ids: readonly string[]) =>
      stored.filter(({ sessionId }) => ids.includes(sessionId ?? '')).map(({ id }) => id),
    async add(about: { documentId: string } | { sessionId: string }) {
      stored.push({ id: ++lastId, documentId: null, sessionId: null, ...about })
    },
    async remove(ids: readonly number[]) {
      for (const id of ids)
        stored.splice(
          stored.findIndex((notice) => notice.id === id),
          1,
        )
    },
  }
  const collabServer = {
    changeAccess: (documentId: string, changedAt: number, via?: readonly string[]) =>
      say([documentId, changedAt, via]),
    endSessions: (sessionIds: readonly string[]) => say(sessionIds),
  }
  return { notices: new AccessNotices({ store: { accessNotices }, collabServer }), told, stored }
}

const notice = (id: number, about: Partial<AccessNotice>): AccessNotice => ({
  id,
  documentId: null,
  sessionId: null,
  ...about,
})

it('what is heard is told once, and what was told of another document stays', async () => {
  const { notices, told, stored } = services(
    [],
    [notice(1, { documentId: 'd1' }), notice(2, { documentId: 'd2' })],
  )
  await notices.ofDocument('d1', ['link'])
  expect(told).toEqual([['d1', 1_000_000, ['link']]])
  expect(stored.map(({ id }) => id)).toEqual([2])
})

it('what is not heard is told again until it is, to everybody it may concern, as of when it was', async () => {
  const { notices, told, stored } = services([late, late, late], [notice(1, { documentId: 'd1' })])
  await notices.ofDocument('d1', ['link'])
  expect(stored).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(500)
  expect(told).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).toEqual([['d1', 1_000_000, undefined]])
  expect(stored).toEqual([])
  await vi.advanceTimersByTimeAsync(100_000)
  expect(told).toHaveLength(1)
})

it('what is not heard is told with the next change of the document, to everybody', async () => {
  const { notices, told, stored } = services([late], [notice(1, { documentId: 'd1' })])
  await notices.ofDocument('d1', ['link'])
  stored.push(notice(2, { documentId: 'd1' }))
  await notices.ofDocument('d1', ['share'])
  expect(told).toEqual([['d1', 1_000_000, undefined]])
  expect(stored).toEqual([])
  stored.push(notice(3, { documentId: 'd1' }))
  await notices.ofDocument('d1', ['share'])
  expect(told.at(-1)).toEqual(['d1', 1_000_000, ['share']])
})

it('of two changes at once neither takes away what the other has not told', async () => {
  const { notices, told, stored } = services(
    [],
    [1, 2].map((id) => notice(id, { documentId: 'd1' })),
  )
  await notices.ofDocument('d1', ['share'])
  expect([told, stored]).toEqual([[['d1', 1_000_000, undefined]], []])
})

it('whoever is not there at all has nothing to hear', async () => {
  const { notices, told, stored } = services([refused], [notice(1, { documentId: 'd1' })])
  await notices.ofDocument('d1')
  await vi.advanceTimersByTimeAsync(100_000)
  expect([told, stored]).toEqual([[], []])
})

it('the ends of sessions are told again, too, also where no notice came with them', async () => {
  const { notices, told, stored } = services([late, late])
  await notices.ofSessionEnds(['a', 'b'])
  await notices.ofDocument('d1')
  await vi.advanceTimersByTimeAsync(500)
  expect(told).toEqual([
    ['d1', 1_000_000, undefined],
    ['a', 'b'],
  ])
  expect(stored).toEqual([])
})

it('what was not heard before a restart is told after it', async () => {
  const { notices, told, stored } = services(
    [],
    [notice(1, { documentId: 'd1' }), notice(2, { sessionId: 'a' })],
  )
  notices.retryLater()
  await vi.advanceTimersByTimeAsync(500)
  expect(told).toEqual([['d1', 1_000_500, undefined], ['a']])
  expect(stored).toEqual([])
})
