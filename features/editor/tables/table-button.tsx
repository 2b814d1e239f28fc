'use client'
import type { Editor } from '@tiptap/core'
import { Table2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Toolbar } from 'radix-ui'

import { CommandButton } from '#features/editor/commands/command-button.tsx'
import { CommandMenu } from '#features/editor/commands/command-menu.tsx'
import { table } from '#features/editor/commands/insert-commands'
import type { SelectionContext } from '#features/editor/commands/selection-context'
import { tableMenuGroups } from '#features/editor/tables/table-menu-groups'
import { IconButton } from '#ui/icon-button'

type TableButtonProps = { editor: Editor; context: SelectionContext }

/** Makes a table, or within one offers what can be done with it. */
export function TableButton({ editor, context }: TableButtonProps) {
  const t = useTranslations('editor')
  if (!context.inTable) return <CommandButton editor={editor} command={table} context={context} />
  return (
    <CommandMenu
      editor={editor}
      context={context}
      groups={tableMenuGroups}
      trigger={
        <Toolbar.Button asChild>
          <IconButton
            label={t('tableMenu')}
            icon={<Table2 />}
            className="bg-accent-soft text-accent-text data-[state=open]:bg-active"
          />
        </Toolbar.Button>
      }
    />
  )
}
