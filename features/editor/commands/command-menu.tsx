'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { type ComponentProps, Fragment, type ReactElement, type ReactNode, useRef } from 'react'

import { CommandIcon } from '#features/editor/commands/command-icon.tsx'
import { type EditorCommand, isCommandEnabled } from '#features/editor/commands/editor-command'
import { runCommand } from '#features/editor/commands/run-command'
import type { SelectionContext } from '#features/editor/commands/selection-context'
import { Menu, MenuCheckboxItem, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#ui/menu'

type CommandMenuProps = {
  editor: Editor
  context: SelectionContext
  trigger: ReactElement
  groups: readonly (readonly EditorCommand[])[]
  /** Before the commands. */
  heading?: ReactNode
  align?: ComponentProps<typeof MenuContent>['align']
  /** Both, where something else than a press on the trigger opens it. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/**
 * A menu of commands. The chosen one runs when the menu has closed and focus is free, since some commands
 * open something that wants the focus; without a choice it goes back to where it was.
 */
export function CommandMenu({
  editor,
  context,
  trigger,
  groups,
  heading,
  align = 'start',
  ...controlled
}: CommandMenuProps) {
  const chosen = useRef<EditorCommand | null>(null)
  const filled = groups.filter((group) => group.length > 0)
  const hasChecks = filled.flat().some(({ isActive }) => isActive !== undefined)
  return (
    <Menu {...controlled}>
      <MenuTrigger>{trigger}</MenuTrigger>
      <MenuContent
        align={align}
        onCloseAutoFocus={(event) => {
          if (!chosen.current) return
          event.preventDefault()
          runCommand(editor, chosen.current)
          chosen.current = null
        }}
      >
        {heading}
        {filled.map((group, index) => (
          <Fragment key={group[0]?.id}>
            {index > 0 && <MenuSeparator />}
            {group.map((command) => (
              <CommandMenuItem
                key={command.id}
                command={command}
                context={context}
                hasChecks={hasChecks}
                onChoose={() => (chosen.current = command)}
              />
            ))}
          </Fragment>
        ))}
      </MenuContent>
    </Menu>
  )
}

type CommandMenuItemProps = {
  command: EditorCommand
  context: SelectionContext
  /** Others in the menu have room for a tick at their end: shortcuts then stand in one column. */
  hasChecks: boolean
  onChoose: () => void
}

function CommandMenuItem({ command, context, hasChecks, onChoose }: CommandMenuItemProps) {
  const t = useTranslations('editor.commands')
  const shared = {
    icon: <CommandIcon command={command} />,
    shortcut: command.shortcuts?.[0],
    disabled: !isCommandEnabled(command, context),
    onSelect: onChoose,
    children: t(command.id),
  }
  return command.isActive ? (
    <MenuCheckboxItem {...shared} checked={command.isActive(context)} />
  ) : (
    <MenuItem
      {...shared}
      danger={command.id === 'deleteTable' || command.id === 'deleteBlock'}
      className={hasChecks ? 'pr-8.5' : ''}
    />
  )
}
