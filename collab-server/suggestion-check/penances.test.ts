import { describe, expect, it } from 'vitest'

import { Penances } from '#collab-server/suggestion-check/penances'

const minute = 60_000
const ana = { userId: 'ana', address: '10.0.0.1' }
const luz = { userId: 'luz', address: '10.0.0.1' }
const eva = { userId: 'eva', address: '10.0.0.2' }
const later = { closeName: 'tryAgainLater' }

function penances() {
  const clock = { ms: 1_000 }
  return { clock, kept: new Penances(5_000, () => clock.ms) }
}

describe('whoever costs much pays in all rooms', () => {
  it('is kept waiting after a refusal, the others are not', () => {
    const { clock, kept } = penances()
    kept.noteRefused(ana)
    clock.ms += 2_000
    expect([ana, luz].map((who) => kept.waitMs(who))).toEqual([3_000, 0])
    clock.ms += 3_000
    expect(kept.waitMs(ana)).toBe(0)
  })

  it('is kept waiting for four times what was slow, and not for what was quick', () => {
    const { kept } = penances()
    kept.noteCost(ana, 1_000)
    kept.noteCost(luz, 100)
    expect([ana, luz].map((who) => kept.waitMs(who))).toEqual([4_000, 0])
  })

  it('is sent away for a minute over an overrun, then for two, and so on up to an hour', () => {
    const { clock, kept } = penances()
    const minutes = Array.from({ length: 8 }, () => {
      kept.noteOverrun(ana)
      let passed = 0
      for (;;) {
        try {
          kept.waitMs(ana)
          return passed
        } catch {
          clock.ms += minute
          passed++
        }
      }
    })
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    clock.ms += 61 * minute
    kept.noteOverrun(ana)
    clock.ms += minute
    expect(kept.waitMs(ana)).toBe(0)
  })

  it('brings it upon others at the address only from the second time on', () => {
    const { clock, kept } = penances()
    kept.noteOverrun(ana)
    expect(kept.waitMs(luz)).toBe(0)
    kept.noteOverrun({ ...ana, userId: 'a guest of hers' })
    expect(() => kept.waitMs(luz)).toThrow(expect.objectContaining(later) as Error)
    expect(kept.waitMs(eva)).toBe(0)
    clock.ms += minute
    expect(kept.waitMs(luz)).toBe(0)
  })
})
