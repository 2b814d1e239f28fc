// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest'

import { forgetKeptDrafts, KeptDrafts, placeOfNew, placeOfReply } from '#features/comments/kept-drafts'

const ana = { documentId: 'd', userId: 'ana' }
const said = (text: string, key?: string) => ({ text, mentions: [], ...(key === undefined ? {} : { key }) })
const draft = (thread: string) => ({ thread, key: `key of ${thread}`, place: null })

beforeEach(() => sessionStorage.clear())

test('what was written is there after a reload, for who wrote it and in its document alone', () => {
  new KeptDrafts(ana).keep(placeOfReply('t'), said('half a thought'))
  expect(new KeptDrafts(ana).words(placeOfReply('t'))).toEqual(said('half a thought'))
  for (const other of [
    { ...ana, userId: 'eva' },
    { ...ana, documentId: 'e' },
  ])
    expect(new KeptDrafts(other).words(placeOfReply('t'))).toBeNull()
  new KeptDrafts(ana).keep(placeOfReply('t'), said('  '))
  expect(sessionStorage).toHaveLength(0)
})

test('what was sent goes, and what was begun meanwhile stays', () => {
  const drafts = new KeptDrafts(ana)
  drafts.keep('a', said('sent', 'key'))
  drafts.keep('b', said('sent', 'key'))
  drafts.keep('b', said('the next'))
  for (const place of ['a', 'b']) drafts.sent(place, 'key')
  expect([drafts.words('a'), drafts.words('b')?.text]).toEqual([null, 'the next'])
})

test('new threads come back with their words, and empty or ended ones do not', () => {
  const drafts = new KeptDrafts(ana)
  const [begun, empty, ended] = [draft('begun'), draft('empty'), draft('ended')]
  for (const one of [begun, ended]) drafts.keep(placeOfNew(one), said(one.thread))
  drafts.keepThreads([begun, empty, ended], false)
  drafts.keepThreads([begun, empty], true)
  expect([new KeptDrafts(ana).threads(), new KeptDrafts(ana).wasListOpen()]).toEqual([[begun], true])
  expect(drafts.words(placeOfNew(ended))).toBeNull()
  forgetKeptDrafts()
  expect([new KeptDrafts(ana).threads(), new KeptDrafts(ana).wasListOpen()]).toEqual([[], false])
})

test('what something else has left there, or a browser that keeps nothing, is as if there were none', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const drafts = new KeptDrafts(ana)
  drafts.keep('a', said('words'))
  for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, '{"text":')
  expect(drafts.words('a')).toBeNull()
  vi.stubGlobal('sessionStorage', {
    getItem: () => null,
    setItem() {
      throw new DOMException('full', 'QuotaExceededError')
    },
  })
  drafts.keep('a', said('words'))
  vi.unstubAllGlobals()
  expect(warn).toHaveBeenCalledTimes(2)
  warn.mockRestore()
})
