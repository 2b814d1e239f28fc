'use client'
import type { Editor } from '@tiptap/core'
import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Toolbar as Radix } from 'radix-ui'
import { Fragment, useRef } from 'react'

import { CommandButton } from '#features/editor/commands/command-button.tsx'
import { CommandMenu } from '#features/editor/commands/command-menu.tsx'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { wholeBlockCommands } from '#features/editor/commands/whole-block-commands'
import { viewCommands } from '#features/editor/commands/view-commands'
import { TableButton } from '#features/editor/tables/table-button.tsx'
import { tableMenuGroups } from '#features/editor/tables/table-menu-groups'
import { StyleMenu } from '#features/editor/toolbar/style-menu.tsx'
import { furtherCommands, toolbarGroups } from '#features/editor/toolbar/toolbar-groups'
import { useFittingCommands } from '#features/editor/toolbar/use-fitting-commands'
import { IconButton } from '#ui/icon-button'
import { TooltipGroup } from '#ui/tooltip'

/** One line under the header; what has no room is in the menu at its end. */
export function Toolbar({ editor }: { editor: Editor }) {
  const t = useTranslations('editor')
  const context = useSelectionContext(editor)
  const element = useRef<HTMLDivElement>(null)
  const fitting = useFittingCommands(element)
  const shown = splitGroups(fitting)
  return (
    <TooltipGroup>
      <Radix.Root
        ref={element}
        aria-label={t('toolbar')}
        data-editor-toolbar=""
        data-chrome=""
        className="editor-bar sticky top-header z-20 flex h-toolbar items-center gap-0.5 overflow-hidden border-b border-line bg-surface px-1 desk:justify-center desk:px-3 print:hidden"
        // A press must not take the caret, and on phones the keyboard, away.
        onMouseDown={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') editor.commands.focus()
        }}
      >
        {shown.map(({ inLine }, index) => (
          <Fragment key={toolbarGroups[index]?.[0]?.id}>
            {index > 0 && inLine.length > 0 && <Separator />}
            {inLine.map((command) =>
              command.id === 'table' ? (
                <TableButton key={command.id} editor={editor} context={context} />
              ) : (
                <CommandButton key={command.id} editor={editor} command={command} context={context} />
              ),
            )}
            {index === 0 && (
              <>
                {inLine.length > 0 && <Separator />}
                <StyleMenu editor={editor} context={context} />
              </>
            )}
          </Fragment>
        ))}
        <Separator />
        <CommandMenu
          editor={editor}
          context={context}
          align="end"
          groups={[
            ...shown.map(({ inMenu }) => inMenu),
            ...(context.inTable && fitting < commandCount ? tableMenuGroups : []),
            furtherCommands,
            wholeBlockCommands,
            viewCommands,
          ]}
          trigger={
            <Radix.Button asChild>
              <IconButton label={t('more')} icon={<Ellipsis />} data-fixed="" />
            </Radix.Button>
          }
        />
      </Radix.Root>
    </TooltipGroup>
  )
}

const commandCount = toolbarGroups.flat().length

function Separator() {
  return <Radix.Separator className="mx-1 h-5 w-px shrink-0 bg-line" />
}

/** Each group's commands that have room, and the others. */
function splitGroups(fitting: number) {
  let room = fitting
  return toolbarGroups.map((group) => {
    const count = Math.min(Math.max(room, 0), group.length)
    room -= group.length
    return { inLine: group.slice(0, count), inMenu: group.slice(count) }
  })
}
