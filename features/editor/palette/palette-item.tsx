'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'

import { CommandIcon } from '#features/editor/commands/command-icon.tsx'
import { runCommand } from '#features/editor/commands/run-command'
import { palette } from '#features/editor/commands/view-commands'
import { MenuItem } from '#ui/menu'

/** The way to all commands for those who have no toolbar, and for those who look in the page's own menu. */
export function PaletteItem({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.commands')
  return (
    <MenuItem
      icon={<CommandIcon command={palette} />}
      shortcut={palette.shortcuts?.[0]}
      onSelect={() => void runCommand(editor, palette)}
    >
      {t(palette.id)}
    </MenuItem>
  )
}
