import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

const theme = (selector: string) => {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]))
}

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

const grounds = ['desk', 'surface', 'raised', 'sheet']
const texts = ['text', 'text-muted', 'accent-text', 'danger', 'success', 'warning']
const textPairs = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['accent-text', 'accent-soft'],
  ['danger', 'danger-soft'],
  ['success', 'success-soft'],
  ['warning', 'warning-soft'],
  ['text', 'accent-soft'],
  ['text', 'danger-soft'],
  ['text', 'warning-soft'],
  ['text', 'comment'],
  ['text', 'selection'],
  ['text', 'code'],
  ['insertion', 'sheet'],
  ['deletion', 'sheet'],
] as const

describe.each([':root', '.dark'])('the colours of %s', (selector) => {
  const colours = theme(selector)
  const colour = (name: string) => {
    const value = colours[name]
    if (value === undefined) throw new Error(`${selector} has no colour ${name}`)
    return value
  }

  it.each(textPairs)('%s on %s is readable (AA, 4.5)', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['raised', 'sheet', 'surface'])('the edge of a field stands out on %s (AA, 3)', (ground) => {
    expect(contrast(colour('line-strong'), colour(ground))).toBeGreaterThanOrEqual(3)
  })

  it('has no surface brighter than the sheet', () => {
    const brightest = Math.max(...grounds.map((ground) => luminance(colour(ground))))
    expect(luminance(colour('sheet'))).toBe(brightest)
  })
})
