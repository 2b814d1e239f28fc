'use client'
import type { Editor } from '@tiptap/core'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'

import { type EditorCommand, isCommandEnabled } from '#features/editor/commands/editor-command'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import { findCommands, type PaletteRow } from '#features/editor/palette/find-commands'
import { recentChoices, rememberChoice } from '#features/editor/recent-choices'
import { dismissPanel } from '#features/editor/panels/open-panel'
import { ariaShortcut, isMac, Shortcut } from '#ui/shortcut'

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
          <div className="flex items-center gap-2.5 border-b border-line px-3">
            <Search className="size-4 shrink-0 text-muted" aria-hidden />
            <input
              type="text"
              role="combobox"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={optionId(rows[index])}
              aria-autocomplete="list"
              aria-label={t('search')}
              placeholder={t('search')}
              autoComplete="off"
              spellCheck={false}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value)
                setIndex(0)
              }}
              onKeyDown={onKeyDown}
              className="min-h-12 w-full bg-transparent text-base outline-none placeholder:text-muted"
            />
          </div>
          {rows.length === 0 && <output className="p-4 text-sm text-muted">{t('none')}</output>}
          {/* Fed by the keys of the field, which keeps the focus: no element of HTML does that. */}
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
          <div role="listbox" id={listId} aria-label={t('title')} className="overflow-y-auto p-1 text-sm">
            {rows.map((row, place) => (
              <Fragment key={row.command.id}>
                {query.trim() === '' && <GroupName row={row} before={rows[place - 1]} />}
                <PaletteOption
                  id={optionId(row) ?? ''}
                  row={row}
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

type PaletteOptionProps = {
  id: string
  row: PaletteRow
  isChosen: boolean
  onPoint: () => void
  onChoose: () => void
}

function PaletteOption({ id, row: { command, isEnabled }, isChosen, onPoint, onChoose }: PaletteOptionProps) {
  const t = useTranslations('editor.commands')
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  const Icon = command.icon
  const shortcut = command.shortcuts?.[0]
  return (
    <button
      ref={element}
      type="button"
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is in such a listbox
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={!isEnabled}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut, isMac())}
      onPointerMove={isChosen ? undefined : onPoint}
      onClick={onChoose}
      className="flex min-h-target w-full cursor-default items-center gap-2.5 rounded-md px-2 text-left select-none aria-disabled:opacity-40 aria-selected:bg-hover"
    >
      <Icon className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="grow">{t(command.id)}</span>
      {shortcut !== undefined && (
        <span aria-hidden className="contents">
          <Shortcut keys={shortcut} className="text-muted" />
        </span>
      )}
    </button>
  )
}
