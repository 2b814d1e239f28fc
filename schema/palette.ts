/**
 * The colours of text and of highlights, by name: each theme has its own shade of them, and a colour written
 * as CSS into the shared document could hide text or lie over the interface.
 */
export const paletteColors = [
  'gray',
  'brown',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
] as const

export type PaletteColor = (typeof paletteColors)[number]

export function isPaletteColor(value: unknown): value is PaletteColor {
  return (paletteColors as readonly unknown[]).includes(value)
}
