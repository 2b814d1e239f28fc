'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useMemo, useState } from 'react'

import { CommandOption } from '#features/editor/commands/command-option.tsx'
import { isCommandEnabled } from '#features/editor/commands/editor-command'
import { runCommand } from '#features/editor/commands/run-command'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { findSlashItems, type SlashItem } from '#features/editor/slash/slash-items'
import { slashTyped } from '#features/editor/slash/slash-trigger'
import { textPlace } from '#features/editor/text-place'

/** What can be put where `/` was typed. The caret stays in the text: the keys come from there. */
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
  const [chosen, setChosen] = useChosen(text)
  const listboxId = useId()
  const isOpen = items.length > 0
  const optionId = (index: number) => `${listboxId}-${items[index]?.command.id}`
  const choose = (item: SlashItem | undefined) => {
    if (!item || !query) return
    editor.chain().focus().deleteRange(query).run()
    runCommand(editor, item.command)
  }

  useEffect(() =>
    slashTyped.takeKeys(editor, (event) => {
      if (!isOpen || event.ctrlKey || event.metaKey || event.altKey) return false
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % items.length)
      else if (event.key === 'ArrowUp') setChosen((chosen + items.length - 1) % items.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(items[chosen])
      else if (event.key === 'Escape') slashTyped.close(editor)
      else return false
      return true
    }),
  )
  // Nothing matches: what is being written is no command.
  useEffect(() => {
    if (text !== null && items.length === 0) slashTyped.close(editor)
  }, [editor, text, items])
  const chosenId = isOpen ? optionId(chosen) : null
  useEffect(() => {
    if (chosenId !== null) slashTyped.announce(editor, { listboxId, optionId: chosenId })
  }, [editor, listboxId, chosenId])

  return (
    <FloatingPanel
      open={isOpen}
      place={() => (query ? textPlace(editor, query.from, query.from + 1) : new DOMRect())}
      onClose={() => slashTyped.close(editor)}
      closesOutside
      side="bottom"
      align="start"
      // Fed by the keys of the text, which keeps the focus: no element of HTML does that.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      id={listboxId}
      aria-label={t('slashMenu')}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      className="max-h-[min(25.5rem,var(--radix-popover-content-available-height))] w-72 overflow-y-auto p-1"
    >
      {items.map((item, index) => (
        <CommandOption
          key={item.command.id}
          id={optionId(index)}
          command={item.command}
          // The list scrolls, so something in it must be reachable.
          tabIndex={index === chosen ? 0 : -1}
          isChosen={index === chosen}
          onPoint={() => setChosen(index)}
          onChoose={() => choose(item)}
        />
      ))}
    </FloatingPanel>
  )
}

/** The first one again for every other query. */
function useChosen(text: string | null): [number, (index: number) => void] {
  const [state, setState] = useState({ text, index: 0 })
  return [state.text === text ? state.index : 0, (index) => setState({ text, index })]
}
