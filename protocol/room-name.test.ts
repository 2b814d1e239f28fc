import { expect, it } from 'vitest'

import { isOpenRoomName, isTokenRoomName } from '#protocol/room-name'

it.each([
  ['doc-1', true],
  ['A_b-9', true],
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['', false],
  ['a b', false],
  ['a/b', false],
  ['a.b', false],
  ['día', false],
  ['a\n', false],
  ['__proto__', true],
])('H1: in token mode %j: %s', (name, is) => {
  expect(isTokenRoomName(name)).toBe(is)
})

it.each([
  ['notes', true],
  ['notes/día 1/日本', true],
  ['a.b/..c/.d', true],
  ['x'.repeat(200), true],
  ['x'.repeat(201), false],
  ['é'.repeat(100), true],
  ['é'.repeat(101), false],
  ['', false],
  ['/a', false],
  ['a/', false],
  ['a//b', false],
  ['.', false],
  ['a/..', false],
  ['a/./b', false],
  ['a\u0000', false],
  ['a\u007f', false],
  ['a\u0085', false],
  ['\ud800', false],
])('H1: in open mode %j: %s', (name, is) => {
  expect(isOpenRoomName(name)).toBe(is)
})
