import { expect, it } from 'vitest'

import { WorkLimits } from '#features/documents/server/work-limits'

const now = 1_000_000
const tenMinutes = 10 * 60_000
const takeMany = (work: WorkLimits, times: number, address = '192.0.2.1') =>
  Array.from({ length: times }, () => work.take('documents', address, now)).filter(Boolean).length

it('an address makes so many documents and no more, until ten minutes later', () => {
  const work = new WorkLimits()
  expect(takeMany(work, 1_000)).toBe(600)
  expect(work.take('documents', '192.0.2.1', now + tenMinutes - 1)).toBe(false)
  expect(work.take('documents', '192.0.2.1', now + tenMinutes)).toBe(true)
})

it('every address and every kind of work is counted apart', () => {
  const work = new WorkLimits()
  takeMany(work, 600)
  expect(work.take('documents', '192.0.2.2', now)).toBe(true)
  expect(work.take('links', '192.0.2.1', now)).toBe(true)
})

it('a network of IPv6 is one address, and one of IPv4 written as IPv6 is itself', () => {
  const work = new WorkLimits()
  takeMany(work, 600, '2001:db8:1:2::1')
  expect(work.take('documents', '2001:db8:1:2:ffff::9', now)).toBe(false)
  expect(work.take('documents', '2001:db8:1:3::1', now)).toBe(true)
  takeMany(work, 600, '::ffff:192.0.2.9')
  expect(work.take('documents', '192.0.2.9', now)).toBe(false)
})

it('uploads are counted by their size; one that is too much leaves room for a smaller one', () => {
  const work = new WorkLimits()
  const gigabyte = 1 << 30
  expect(work.take('uploadedBytes', 'x', now, gigabyte)).toBe(true)
  expect(work.take('uploadedBytes', 'x', now, gigabyte + 1)).toBe(false)
  expect(work.take('uploadedBytes', 'x', now, gigabyte)).toBe(true)
  expect(work.take('uploadedBytes', 'x', now, 1)).toBe(false)
})

it('no more than so many are remembered, and the oldest are forgotten first', () => {
  const work = new WorkLimits()
  takeMany(work, 600)
  for (let other = 0; other < 50_001; other += 1) work.take('documents', `other ${other}`, now)
  expect(work.take('documents', '192.0.2.1', now)).toBe(true)
})

it('what is about one document is counted for each apart, and for a day', () => {
  const work = new WorkLimits()
  const ask = (about: string, at = now) => work.take('requestsOfDocument', '192.0.2.1', at, 1, about)
  expect(Array.from({ length: 20 }, () => ask('d1')).filter(Boolean)).toHaveLength(15)
  expect(ask('d2')).toBe(true)
  expect(ask('d1', now + 23 * 60 * 60_000)).toBe(false)
  expect(ask('d1', now + 24 * 60 * 60_000)).toBe(true)
})
