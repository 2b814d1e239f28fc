'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import {
  Fragment,
  type KeyboardEvent,
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'

import { CommandOption } from '#features/editor/commands/command-option.tsx'
import { type EditorCommand, isCommandEnabled } from '#features/editor/commands/editor-command'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import { findCommands, type PaletteRow } from '#features/editor/palette/find-commands'
import { recentChoices, rememberChoice } from '#features/editor/recent-choices'
import { dismissPanel, takeTyped } from '#features/editor/panels/open-panel'
import { focusField, ListSearch } from '#ui/list-search'

const mostRecent = 5

/** Every command by its name, in either language. What is chosen runs once the text has its focus back. */
export default function CommandPalette({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.palette')
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const chosen = useRef<EditorCommand | null>(null)
  // As it was asked for: nobody looks at the text meanwhile.
  const [situation] = useState(() => {
    const context = selectionContext(editor)
    return {
      canWrite: editor.isEditable,
      isEnabled: (command: EditorCommand) => isCommandEnabled(command, context),
      recent: recentChoices('commands', mostRecent),
    }
  })
  const rows = useMemo(() => findCommands(query, situation), [query, situation])
  const listId = useId()
  const search = useCallback((text: string) => {
    setQuery(text)
    setIndex(0)
  }, [])
  useLayoutEffect(() => takeTyped(editor, search), [editor, search])
  const optionId = (row: PaletteRow | undefined) => row && `${listId}-${row.command.id}`
  const choose = (row: PaletteRow | undefined) => {
    if (!row?.isEnabled) return
    chosen.current = row.command
    rememberChoice('commands', row.command.id, mostRecent)
    dismissPanel(editor)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const count = Math.max(rows.length, 1)
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setIndex((index + 1) % count)
    else if (event.key === 'ArrowUp') setIndex((index + count - 1) % count)
    else if (event.key === 'Enter') choose(rows[index])
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={() => dismissPanel(editor)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusField}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (editor.isDestroyed) return
            // At once, unlike the editor's own command: what is run now may want the focus.
            editor.view.dom.focus({ preventScroll: true })
            if (chosen.current) runCommand(editor, chosen.current)
          }}
          className="fixed inset-x-2 top-2 z-40 mx-auto flex max-h-[min(30rem,70dvh)] max-w-xl animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised text-text shadow-soft outline-none desk:top-[12vh]"
        >
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <ListSearch
            label={t('search')}
            value={query}
            onValueChange={search}
            listId={listId}
            optionId={optionId(rows[index])}
            onKeyDown={onKeyDown}
          />
          {rows.length === 0 && <output className="p-4 text-sm text-muted">{t('none')}</output>}
          {/* Fed by the keys of the field, which keeps the focus: no element of HTML does that. */}
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
          <div role="listbox" id={listId} aria-label={t('title')} className="overflow-y-auto p-1 text-sm">
            {rows.map((row, place) => (
              <Fragment key={row.command.id}>
                {query.trim() === '' && <GroupName row={row} before={rows[place - 1]} />}
                <CommandOption
                  id={optionId(row)}
                  command={row.command}
                  aria-disabled={!row.isEnabled}
                  isChosen={place === index}
                  onPoint={() => setIndex(place)}
                  onChoose={() => choose(row)}
                />
              </Fragment>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Before the first of those used last, and before the first of all others. */
function GroupName({ row, before }: { row: PaletteRow; before: PaletteRow | undefined }) {
  const t = useTranslations('editor.palette')
  if (before ? before.isRecent === row.isRecent : !row.isRecent) return null
  return (
    <div role="presentation" className="px-2 pt-2 pb-1 text-xs font-semibold text-muted">
      {t(row.isRecent ? 'recent' : 'all')}
    </div>
  )
}
