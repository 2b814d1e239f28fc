'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'

import { runCommand } from '#features/editor/commands/run-command'
import { palette } from '#features/editor/commands/view-commands'
import { MenuItem } from '#ui/menu'

/** The way to all commands for those who have no toolbar, and for those who look in the page's own menu. */
export function PaletteItem({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.commands')
  const Icon = palette.icon
  return (
    <MenuItem
      icon={<Icon />}
      shortcut={palette.shortcuts?.[0]}
      onSelect={() => void runCommand(editor, palette)}
    >
      {t(palette.id)}
    </MenuItem>
  )
}
