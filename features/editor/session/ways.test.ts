import { expect, test } from 'vitest'

import { Ways, type Ending } from '#features/editor/session/ways'

const refused: Ending = { opened: false, proven: false, told: false, timedOut: false }
const timedOut: Ending = { ...refused, timedOut: true }
const cutAtOnce: Ending = { ...refused, opened: true }
const cutLater: Ending = { ...cutAtOnce, proven: true }
const told: Ending = { ...cutAtOnce, told: true }

test.each([
  ['refused twice', [refused, refused]],
  ['opened and cut at once, twice', [cutAtOnce, cutAtOnce]],
  ['refused once and cut at once', [refused, cutAtOnce]],
  ['not answered at all', [timedOut]],
])('WebSockets that are %s make way for HTTP, at once', (_how, endings) => {
  const ways = new Ways(true)
  const answers = endings.map((ending) => ways.ended(ending, 0))
  expect(answers).toEqual([...endings.slice(1).map(() => false), true])
  expect(ways.way).toBe('http')
})

test.each([
  ['cut after they worked', cutLater],
  ['closed by the server', told],
])('those that are %s do not', (_how, ending) => {
  const ways = new Ways(true)
  for (const each of [refused, ending, ending, ending, refused]) expect(ways.ended(each, 0)).toBe(false)
  expect(ways.way).toBe('webSocket')
})

test('without HTTP there is no other way', () => {
  const ways = new Ways(false)
  for (const each of [refused, refused, timedOut]) expect(ways.ended(each, 0)).toBe(false)
  expect(ways.way).toBe('webSocket')
})

test('where HTTP fails too the server is away: WebSockets go on, and HTTP is asked more and more rarely', () => {
  const ways = new Ways(true)
  ways.ended(refused, 0)
  expect(ways.ended(refused, 0)).toBe(true)
  expect(ways.ended(refused, 0)).toBe(false)
  expect(ways.way).toBe('webSocket')
  expect(ways.ended(refused, 2_999)).toBe(false)
  expect(ways.ended(refused, 3_000)).toBe(true)
  expect(ways.ended(refused, 3_000)).toBe(false)
  expect(ways.ended(refused, 8_999)).toBe(false)
  expect(ways.ended(refused, 9_000)).toBe(true)
})

test('HTTP that has worked is tried again first; back at WebSockets, one failure is enough to leave them', () => {
  const ways = new Ways(true)
  ways.ended(timedOut, 0)
  expect(ways.ended(cutLater, 0)).toBe(false)
  expect(ways.way).toBe('http')
  ways.returnToWebSocket()
  expect(ways.way).toBe('webSocket')
  expect(ways.ended(refused, 0)).toBe(true)
})
