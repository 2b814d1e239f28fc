'use client'
import { type Editor, findParentNode } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { CommandMenu } from '#features/editor/commands/command-menu.tsx'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { tableMenuGroups } from '#features/editor/tables/table-menu-groups'
import { IconButton } from '#ui/icon-button'

const findTable = findParentNode(({ type }) => type.name === 'table')

/** At the corner of the table the caret is in: the way to its rows and columns. */
export function TableHandle({ editor }: { editor: Editor }) {
  const t = useTranslations('editor')
  const context = useSelectionContext(editor)
  const pos = useEditorState({
    editor,
    selector: ({ editor }) => findTable(editor.state.selection)?.pos ?? null,
  })
  const place = () => {
    const table = pos === null ? null : editor.view.nodeDOM(pos)
    return table instanceof HTMLElement ? table.getBoundingClientRect() : new DOMRect()
  }
  return (
    <FloatingPanel
      open={pos !== null}
      place={place}
      onClose={() => editor.commands.focus()}
      side="top"
      align="end"
      sideOffset={4}
      hideWhenDetached
      role="presentation"
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
    >
      <CommandMenu
        editor={editor}
        context={context}
        groups={tableMenuGroups}
        align="end"
        trigger={<IconButton label={t('tableMenu')} icon={<Ellipsis />} className="h-7 coarse:h-target" />}
      />
    </FloatingPanel>
  )
}
