import { expect, it } from 'vitest'

import { editsSince } from '#collab-server/history/edits-since'
import { encodeRun } from '#storage/run-codec'

const entry = (userId: string, index: number, sessionId = 's') => ({
  documentId: 'd',
  receivedAt: 1_000 * (index + 1),
  userId,
  sessionId,
  update: Uint8Array.of(0, 0),
})

it('counts what others have written since, the busiest first', () => {
  const run = encodeRun(['ana', 'luz', 'eva', 'eva', '', 'ana'].map((userId, index) => entry(userId, index)))
  expect(editsSince(run, { since: 0, except: 'ana' })).toEqual({ edits: 4, people: ['eva', 'luz'] })
  expect(editsSince(run, { since: 2_000, except: 'ana' })).toEqual({ edits: 3, people: ['eva'] })
  expect(editsSince(run, { since: 3_999, except: 'eva' })).toEqual({ edits: 2, people: ['ana'] })
  expect(editsSince(run, { since: 9_000, except: 'ana' })).toEqual({ edits: 0, people: [] })
})

it('leaves out who only commented', () => {
  const run = encodeRun([
    entry('luz', 0),
    entry('eva', 1, 'comment'),
    entry('luz', 2, 'comment'),
    entry('luz', 3),
  ])
  expect(editsSince(run, { since: 0, except: 'ana' })).toEqual({ edits: 2, people: ['luz'] })
})
