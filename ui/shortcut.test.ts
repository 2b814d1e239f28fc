import { expect, it } from 'vitest'

import { ariaShortcut, shortcutText } from '#ui/shortcut'

const names = { shift: 'Mayús', enter: 'Intro', space: 'Espacio' }

it.each([
  ['Mod-b', 'Ctrl+B', '⌘B'],
  ['Mod-Shift-x', 'Ctrl+Mayús+X', '⇧⌘X'],
  ['Mod-Alt-1', 'Ctrl+Alt+1', '⌥⌘1'],
  ['Mod-Space', 'Ctrl+Espacio', '⌘Espacio'],
  ['Mod-Enter', 'Ctrl+Intro', '⌘↩'],
  ['Alt-Shift-ArrowUp', 'Alt+Mayús+↑', '⌥⇧↑'],
  ['F10', 'F10', 'F10'],
])('%s reads %s, and %s on a Mac', (keys, plain, mac) => {
  expect(shortcutText(keys, false, names)).toBe(plain)
  expect(shortcutText(keys, true, names)).toBe(mac)
})

it('names the platform modifier for assistive technology', () => {
  expect(ariaShortcut('Mod-Shift-x', false)).toBe('Control+Shift+X')
  expect(ariaShortcut('Mod-Shift-x', true)).toBe('Meta+Shift+X')
})
