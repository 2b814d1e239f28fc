import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import * as Y from 'yjs'

import { colorsTakenBefore, peopleFrom, PeopleHere } from '#features/presence/people-here'

const user = (id: string, name = id, color = '#1977bf') => ({ user: { id, name, color } })
const from = (states: [number, unknown][], self = 1) => peopleFrom(new Map(states), self, new Map(), 0)

describe('peopleFrom', () => {
  test('one entry a person however many tabs, self first, then by name', () => {
    const people = from([
      [3, user('z', 'Ana')],
      [1, user('me', 'Zoe')],
      [2, user('y', 'Luis')],
      [4, user('z', 'Ana')],
      [5, user('me', 'Zoe')],
    ])
    expect(people.map(({ id, isSelf }) => [id, isSelf])).toEqual([
      ['me', true],
      ['z', false],
      ['y', false],
    ])
  })

  test('of several tabs the own one names me, and for others all choose the same', () => {
    const states: [number, unknown][] = [
      [9, user('me', 'new name')],
      [2, user('me', 'old name')],
    ]
    expect(from(states, 9)[0]?.name).toBe('new name')
    expect(from(states, 7)[0]?.name).toBe('old name')
    expect(from(states.toReversed(), 7)[0]?.name).toBe('old name')
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a string', 'user'],
    ['an empty state', {}],
    ['a user that is a list', { user: ['id'] }],
    ['no id', { user: { name: 'Ana', color: '#1977bf' } }],
    ['an empty id', user('')],
    ['a number as id', { user: { id: 7, name: 'Ana' } }],
    ['an endless id', user('x'.repeat(129))],
  ])('leaves out %s', (_name, state) => {
    expect(from([[2, state]])).toEqual([])
  })

  test.each<[string, unknown, string | null]>([
    ['too long', 'a'.repeat(100_000), 'a'.repeat(60)],
    ['emoji are not cut in half', '😀'.repeat(100), '😀'.repeat(60)],
    ['runs backwards', '\u202egnp.exe', 'gnp.exe'],
    ['hides', 'A\u200b\u0000n\u2066a', 'Ana'],
    ['has lines', 'Ana\n\n  Luz', 'Ana Luz'],
    ['is empty', '   ', null],
    ['is an object', { toString: 'x' }, null],
    ['is missing', undefined, null],
  ])('a name that is %s', (_name, name, expected) => {
    expect(from([[2, { user: { id: 'a', name, color: '#1977bf' } }]])[0]?.name).toBe(expected)
  })

  test.each(['red', '#fff', 'url(https://example.com)', '#1977bf;background:url(x)', 7, undefined])(
    'the colour %s does not reach a style attribute',
    (color) => {
      expect(from([[2, { user: { id: 'a', name: 'Ana', color } }]])[0]?.color).toBe('#625d56')
    },
  )

  test('bears a flood of made-up people', () => {
    const states = Array.from({ length: 5_000 }, (_, index): [number, unknown] => [
      index + 2,
      user(`id${index}`),
    ])
    expect(from([...states, [1, user('me')]]).length).toBe(200)
    expect(from([...states, [1, user('me')]])[0]?.isSelf).toBe(true)
  })
})

test('people who each take the first colour free of those before them all differ', () => {
  const palette = ['#000001', '#000002', '#000003', '#000004']
  const ids = ['d', 'b', 'a', 'c']
  const states = new Map<number, unknown>(ids.map((id, index) => [index, user(id, id, palette[0])]))
  // Each round everybody looks at what was published before, as clients do.
  for (let round = 0; round < ids.length; round++) {
    const people = peopleFrom(states, -1, new Map(), 0)
    ids.forEach((id, index) => {
      const taken = colorsTakenBefore(people, id)
      states.set(
        index,
        user(
          id,
          id,
          palette.find((color) => !taken.has(color)),
        ),
      )
    })
  }
  const colors = peopleFrom(states, -1, new Map(), 0).map(({ id, color }) => `${id}${color.at(-1)}`)
  expect(colors).toEqual(['a1', 'b2', 'c3', 'd4'])
})

// One interval for each of the two.
const timersOfAwareness = 2

describe('PeopleHere', () => {
  let mine: Awareness
  let theirs: Awareness
  let here: PeopleHere
  let leave: () => void
  const listener = vi.fn<() => void>()

  const sync = () => applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'remote')

  beforeEach(() => {
    vi.useFakeTimers()
    mine = new Awareness(new Y.Doc())
    theirs = new Awareness(new Y.Doc())
    mine.setLocalState(user('me'))
    theirs.setLocalState(user('them', 'Luis'))
    here = new PeopleHere(mine)
    listener.mockClear()
    leave = here.subscribe(listener)
  })

  afterEach(() => {
    leave()
    mine.destroy()
    theirs.destroy()
    vi.useRealTimers()
  })

  test('people come, rename themselves and are gone at once', () => {
    sync()
    expect(here.getPeople().map(({ name }) => name)).toEqual(['me', 'Luis'])
    theirs.setLocalStateField('user', { id: 'them', name: 'Luisa', color: '#1977bf' })
    sync()
    expect(here.getPeople()[1]?.name).toBe('Luisa')
    removeAwarenessStates(mine, [theirs.clientID], 'gone')
    expect(here.getPeople().map(({ id }) => id)).toEqual(['me'])
  })

  test('moving carets do not make a new list', () => {
    sync()
    const before = here.getPeople()
    listener.mockClear()
    theirs.setLocalStateField('cursor', { anchor: 1 })
    sync()
    expect(here.getPeople()).toBe(before)
    expect(listener).not.toHaveBeenCalled()
  })

  test('idle after a minute without a change, signs of life notwithstanding, and back on the next', () => {
    sync()
    for (let seconds = 0; seconds < 60; seconds += 15) {
      vi.advanceTimersByTime(15_000)
      theirs.setLocalState(theirs.getLocalState())
      sync()
    }
    expect(here.getPeople().map(({ id, isIdle }) => [id, isIdle])).toEqual([
      ['me', false],
      ['them', true],
    ])
    theirs.setLocalStateField('cursor', { anchor: 2 })
    sync()
    expect(here.getPeople()[1]?.isIdle).toBe(false)
  })

  test('listens and waits only while it is listened to', () => {
    sync()
    leave()
    expect(vi.getTimerCount()).toBe(timersOfAwareness)
    const before = here.getPeople()
    removeAwarenessStates(mine, [theirs.clientID], 'gone')
    expect(here.getPeople()).toBe(before)
    leave = here.subscribe(listener)
    expect(here.getPeople().map(({ id }) => id)).toEqual(['me'])
  })
})
