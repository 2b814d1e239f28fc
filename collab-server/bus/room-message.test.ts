import { expect, it } from 'vitest'

import { decodeRoomMessage, encodeRoomMessage, type RoomMessage } from '#collab-server/bus/room-message'

const state = { clientId: 2 ** 32 - 1, clock: 7, userId: 'ana', state: '{"user":{"name":"Ñandú"}}' } as const

it.each<RoomMessage>([
  { kind: 'entries', first: 2 ** 40, entries: [] },
  {
    kind: 'entries',
    first: 1,
    entries: [
      { userId: 'ana', update: Uint8Array.of(0, 255) },
      { userId: '', update: new Uint8Array() },
    ],
  },
  { kind: 'moved', last: 12 },
  { kind: 'hello', last: 0 },
  { kind: 'awareness', isWhole: true, states: [] },
  {
    kind: 'awareness',
    isWhole: false,
    states: [
      { ...state, standing: 'present' },
      { ...state, standing: 'claimed' },
      { ...state, standing: 'gone', state: 'null' },
    ],
  },
  { kind: 'left' },
  { kind: 'doubt', node: 'other', clientId: 3 },
])('is read as it was written: $kind', (message) => {
  expect(decodeRoomMessage(encodeRoomMessage('node', message))).toEqual({ from: 'node', message })
})

it('refuses what is cut short or of another version', () => {
  const whole = encodeRoomMessage('node', { kind: 'doubt', node: 'other', clientId: 300 })
  for (let length = 0; length < whole.byteLength; length++)
    expect(() => decodeRoomMessage(whole.slice(0, length))).toThrow(/Unexpected end|out of range/)
  const later = Uint8Array.from(encodeRoomMessage('', { kind: 'left' }))
  later[1] = 100
  expect(() => decodeRoomMessage(later)).toThrow('another version')
})
