import { expect, it } from 'vitest'

import { editsSince } from '#collab-server/history/edits-since'
import { encodeRun } from '#storage/run-codec'

it('counts what others have written since, the busiest first', () => {
  const entries = (['ana', 'luz', 'eva', 'eva', '', 'ana'] as const).map((userId, index) => ({
    documentId: 'd',
    receivedAt: 1_000 * (index + 1),
    userId,
    sessionId: 's',
    update: Uint8Array.of(0, 0),
  }))
  const run = encodeRun(entries)
  expect(editsSince(run, 0, 'ana')).toEqual({ edits: 4, people: ['eva', 'luz'] })
  expect(editsSince(run, 2_000, 'ana')).toEqual({ edits: 3, people: ['eva'] })
  expect(editsSince(run, 3_999, 'eva')).toEqual({ edits: 2, people: ['ana'] })
  expect(editsSince(run, 9_000, 'ana')).toEqual({ edits: 0, people: [] })
})
