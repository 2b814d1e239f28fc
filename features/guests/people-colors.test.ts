import { describe, expect, it } from 'vitest'

import { inkOn } from '#ui/ink-on'
import { freeColor, isPersonColor, peopleColors } from '#features/guests/people-colors'

type Triple = [number, number, number]

const linear = (hex: string): Triple => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b

const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(linear(a)), luminance(linear(b))].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

/** OKLab, in which equal distances look about equally far apart. */
const oklab = ([r, g, b]: Triple): Triple => {
  const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b)
  const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b)
  const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b)
  return [
    0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
    0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
  ]
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear sRGB. */
const sight: Record<string, [Triple, Triple, Triple]> = {
  protanopia: [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
  ],
  deuteranopia: [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_82, 0.042_94, 0.968_881],
  ],
  tritanopia: [
    [1.255_528, -0.076_749, -0.178_779],
    [-0.078_411, 0.930_809, 0.147_602],
    [0.004_733, 0.691_367, 0.3039],
  ],
}

const seenWith = (matrix: [Triple, Triple, Triple] | undefined, [r, g, b]: Triple): Triple => {
  if (!matrix) return [r, g, b]
  const mix = (row: Triple) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b))
  return [mix(matrix[0]), mix(matrix[1]), mix(matrix[2])]
}

const smallestDistance = (matrix: [Triple, Triple, Triple] | undefined) => {
  const points = peopleColors.map(({ color }) => oklab(seenWith(matrix, linear(color))))
  const distances = points.flatMap((a, i) =>
    points.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  )
  return Math.min(...distances)
}

describe('the colours of people', () => {
  it('are twelve, each once', () => {
    expect(new Set(peopleColors.map(({ color }) => color)).size).toBe(12)
    expect(new Set(peopleColors.map(({ key }) => key)).size).toBe(12)
  })

  it.each(peopleColors)('$key carries readable text and stands out on both sheets', ({ color }) => {
    expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(3)
    expect(contrast(color, '#2a2724')).toBeGreaterThanOrEqual(3)
  })

  it('differ clearly for normal sight', () => {
    expect(smallestDistance(undefined)).toBeGreaterThan(0.11)
  })

  it.each(Object.keys(sight))('differ with %s', (name) => {
    expect(smallestDistance(sight[name])).toBeGreaterThan(0.055)
  })
})

describe('giving colours out', () => {
  it('keeps a wish that nobody else has', () => {
    expect(freeColor('#1977bf', new Set(['#e36f7c']))).toBe('#1977bf')
  })

  it('takes the next free colour, round the end of the list', () => {
    expect(freeColor('#1977bf', new Set(['#1977bf', '#e36f7c']))).toBe('#5d7b3d')
    expect(freeColor('#8d6977', new Set(['#8d6977']))).toBe('#1977bf')
  })

  it('lets the wish stand when all are taken', () => {
    expect(freeColor('#1977bf', new Set(peopleColors.map(({ color }) => color)))).toBe('#1977bf')
  })

  it('knows its own colours from what another client sent', () => {
    expect(isPersonColor('#1977bf')).toBe(true)
    expect(isPersonColor('red;background:url(//x)')).toBe(false)
  })
})
