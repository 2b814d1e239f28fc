import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { paletteColors } from '#schema/palette'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const palette = read('palette.css')
const tokens = read('../../../ui/tokens.css')

const block = (css: string, selector: string) =>
  css
    .slice(css.indexOf(`${selector} {`))
    .split('}')[0]
    ?.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g) ?? []

const luminance = (hex: string) => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

describe.each([':root', '.dark'])('the palette of %s', (selector) => {
  const shades = new Map(
    [...block(tokens, selector), ...block(palette, selector)].map((found) => [found[1], found[2]] as const),
  )
  const shade = (name: string) => {
    const value = shades.get(name)
    if (value === undefined) throw new Error(`${selector} has no ${name}`)
    return value
  }

  it.each(paletteColors)('%s is readable as text, and behind every text (AA, 4.5)', (name) => {
    const inks = paletteColors.map((ink) => `ink-${ink}`)
    for (const ground of ['sheet', 'raised']) {
      expect(contrast(shade(`ink-${name}`), shade(ground))).toBeGreaterThanOrEqual(4.5)
    }
    for (const text of ['text', 'accent-text', ...inks]) {
      expect([text, contrast(shade(text), shade(`pen-${name}`)) >= 4.5]).toEqual([text, true])
    }
  })
})

it('every colour has its rule', () => {
  for (const name of paletteColors) {
    expect(palette).toContain(`[data-text-color='${name}']`)
    expect(palette).toContain(`mark[data-color='${name}']`)
  }
})
