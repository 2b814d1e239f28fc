'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'

import { CommandIcon } from '#features/editor/commands/command-icon.tsx'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import { ListOption } from '#ui/list-option'
import { ariaShortcut, isMac, Shortcut } from '#ui/shortcut'

type CommandOptionProps = Omit<ComponentProps<typeof ListOption>, 'children' | 'className'> & {
  command: EditorCommand
}

/** A command in a list that is searched by typing: its icon, its name and its shortcut. */
export function CommandOption({ command, ...rest }: CommandOptionProps) {
  const t = useTranslations('editor.commands')
  const shortcut = command.shortcuts?.[0]
  return (
    <ListOption
      {...rest}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut, isMac())}
      className="flex w-full items-center gap-2.5 px-2 text-left aria-disabled:opacity-40 aria-selected:bg-hover"
    >
      <CommandIcon command={command} className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="grow">{t(command.id)}</span>
      {shortcut !== undefined && (
        <span aria-hidden className="contents">
          <Shortcut keys={shortcut} className="text-muted" />
        </span>
      )}
    </ListOption>
  )
}
