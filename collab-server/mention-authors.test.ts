import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { MentionAuthors } from '#collab-server/mention-authors'

const onDue = vi.fn<(documentId: string) => void>()
let authors: MentionAuthors
beforeEach(() => {
  vi.useFakeTimers()
  onDue.mockClear()
  authors = new MentionAuthors(onDue)
})
afterEach(() => {
  authors.close()
  vi.useRealTimers()
})

it('the first is told at once, who comes meanwhile soon after it', () => {
  authors.note('doc', ['eva'], 'ana')
  expect(onDue).toHaveBeenCalledTimes(1)
  expect(authors.take('doc')).toEqual(new Map([['eva', 'ana']]))
  authors.note('doc', ['luz'], 'ana')
  authors.note('doc', ['luz'], 'leo')
  expect(onDue).toHaveBeenCalledTimes(1)
  authors.rest('doc', 20)
  vi.advanceTimersByTime(199)
  expect(onDue).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(onDue).toHaveBeenCalledTimes(2)
  expect(authors.take('doc')).toEqual(new Map([['luz', 'ana']]))
})

it.each([500, 60_000])('a document that takes %i ms is left alone for a second', (workMs) => {
  authors.note('doc', ['eva'], 'ana')
  authors.take('doc')
  authors.note('doc', ['luz'], 'ana')
  authors.rest('doc', workMs)
  vi.advanceTimersByTime(999)
  expect(onDue).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(onDue).toHaveBeenCalledTimes(2)
})

it('after a rest in which nobody was named, the next is the first again', () => {
  authors.note('doc', ['eva'], 'ana')
  authors.take('doc')
  authors.rest('doc', 0)
  vi.advanceTimersByTime(1_000)
  authors.note('doc', ['eva'], 'leo')
  expect(onDue).toHaveBeenCalledTimes(2)
  expect(authors.take('doc')).toEqual(new Map([['eva', 'leo']]))
})
