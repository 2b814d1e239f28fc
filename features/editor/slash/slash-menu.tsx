'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'

import { CommandOption } from '#features/editor/commands/command-option.tsx'
import { isCommandEnabled } from '#features/editor/commands/editor-command'
import { runCommand } from '#features/editor/commands/run-command'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { findSlashItems } from '#features/editor/slash/slash-items'
import { slashTyped } from '#features/editor/slash/slash-trigger'
import { TypedList } from '#features/editor/typed-menu/typed-list.tsx'

/** What can be put where `/` was typed. */
export function SlashMenu({ editor }: { editor: Editor }) {
  const t = useTranslations('editor')
  const query = useEditorState({ editor, selector: ({ editor }) => slashTyped.query(editor.state) })
  const context = useSelectionContext(editor)
  const text = query?.text ?? null
  const items = useMemo(
    () =>
      text === null ? [] : findSlashItems(text).filter(({ command }) => isCommandEnabled(command, context)),
    [text, context],
  )
  return (
    <TypedList
      editor={editor}
      menu={slashTyped}
      query={query}
      items={items}
      label={t('slashMenu')}
      closesWithout
      onChoose={({ command }, range) => {
        editor.chain().focus().deleteRange(range).run()
        runCommand(editor, command)
      }}
    >
      {({ command }, option) => <CommandOption key={command.id} {...option} command={command} />}
    </TypedList>
  )
}
