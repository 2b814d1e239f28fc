'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { Toolbar } from 'radix-ui'
import type { ComponentProps } from 'react'

import { CommandIcon } from '#features/editor/commands/command-icon.tsx'
import { type EditorCommand, isCommandEnabled } from '#features/editor/commands/editor-command'
import { runCommand } from '#features/editor/commands/run-command'
import type { SelectionContext } from '#features/editor/commands/selection-context'
import { IconButton } from '#ui/icon-button'

type CommandButtonProps = {
  editor: Editor
  command: EditorCommand
  context: SelectionContext
  tooltipSide?: ComponentProps<typeof IconButton>['tooltipSide']
}

/**
 * A command in a toolbar. Where it makes no sense it stays reachable and says so, since a button that
 * drops out of the order of focus while somebody is on it takes them out of the toolbar.
 */
export function CommandButton({ editor, command, context, tooltipSide }: CommandButtonProps) {
  const t = useTranslations('editor.commands')
  return (
    <Toolbar.Button asChild>
      <IconButton
        label={t(command.id)}
        icon={<CommandIcon command={command} />}
        shortcut={command.shortcuts?.[0]}
        pressed={command.isActive?.(context)}
        quiet={command.isUsual ?? false}
        aria-disabled={!isCommandEnabled(command, context)}
        onClick={() => runCommand(editor, command)}
        className="aria-disabled:opacity-40 aria-disabled:hover:bg-transparent"
        {...(tooltipSide ? { tooltipSide } : {})}
      />
    </Toolbar.Button>
  )
}
