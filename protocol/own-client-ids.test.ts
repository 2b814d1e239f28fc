import { expect, it } from 'vitest'

import { drawOwnClientId, ownClientIds } from '#protocol/own-client-ids'

it("I5: whoever draws an id of their own has one that is nobody else's, and beyond all that Yjs draws", () => {
  const drawn = Array.from({ length: 1_000 }, () => drawOwnClientId('ana'))
  expect(new Set(drawn).size).toBeGreaterThan(990)
  for (const id of drawn) {
    expect([ownClientIds('ana')(id), ownClientIds('luz')(id)]).toEqual([true, false])
    expect(id).toBeGreaterThanOrEqual(2 ** 32)
    expect(Number.isSafeInteger(id)).toBe(true)
  }
})

it('I5: is worked out as the document says, in any language', () => {
  // FNV-1a of "ana" is 0x1429ca85.
  const share = 16 + (0x1429ca85 % (2 ** 24 - 16))
  const around = [share * 2 ** 28 - 1, share * 2 ** 28, (share + 1) * 2 ** 28 - 1, (share + 1) * 2 ** 28]
  expect(around.map(ownClientIds('ana'))).toEqual([false, true, true, false])
})

it('I5: the id of anybody else is not in it, whatever they are called', () => {
  for (const userId of ['', 'ana', 'ñandú', 'x'.repeat(200)]) {
    for (const id of [0, 1, 2 ** 31, 2 ** 32 - 1]) expect(ownClientIds(userId)(id)).toBe(false)
  }
})
