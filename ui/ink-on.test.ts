import { expect, test } from 'vitest'

import { inkOn } from '#ui/ink-on'

test('ink is AA on every colour of a fine grid', () => {
  const steps = Array.from({ length: 18 }, (_, step) => step * 15)
  for (const red of steps)
    for (const green of steps)
      for (const blue of steps) {
        const channels = [red, green, blue]
        const color = `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
        const [r = 0, g = 0, b = 0] = channels
          .map((channel) => channel / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b
        const contrast = inkOn(color) === '#ffffff' ? 1.05 / (luminance + 0.05) : (luminance + 0.05) / 0.05
        expect(contrast).toBeGreaterThanOrEqual(4.5)
      }
})
