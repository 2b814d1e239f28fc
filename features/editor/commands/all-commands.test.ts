import { expect, test } from 'vitest'

import { allCommands } from '#features/editor/commands/all-commands'
import { commandIcons } from '#features/editor/commands/command-icon.tsx'
import { loadMessages } from '#i18n/messages'

test.each(['en', 'es'] as const)('every command has a name in %s', async (locale) => {
  const { editor } = await loadMessages(locale)
  expect(Object.keys(editor?.['commands'] as object).toSorted()).toEqual(
    allCommands.map(({ id }) => id).toSorted(),
  )
})

test('every command has an icon, and every icon its command', () => {
  expect(Object.keys(commandIcons).toSorted()).toEqual(allCommands.map(({ id }) => id).toSorted())
})

test('no two commands share a shortcut', () => {
  const shortcuts = allCommands.flatMap((command) => command.shortcuts ?? [])
  expect(new Set(shortcuts).size).toBe(shortcuts.length)
})

test('what Ctrl+Alt does can be typed where Ctrl+Alt is AltGr', () => {
  const withAltGr = allCommands.filter(({ shortcuts }) => shortcuts?.[0]?.includes('-Alt-'))
  expect(withAltGr.length).toBeGreaterThan(0)
  for (const { shortcuts } of withAltGr) {
    expect(shortcuts?.slice(1).some((keys) => !keys.includes('Alt'))).toBe(true)
  }
})
