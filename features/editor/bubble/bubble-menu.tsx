'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { Toolbar } from 'radix-ui'
import { useRef, useState } from 'react'

import { useTextSelected } from '#features/editor/bubble/use-text-selected'
import { CommandButton } from '#features/editor/commands/command-button.tsx'
import { colors } from '#features/editor/commands/color-commands'
import { comment } from '#features/editor/commands/comment-commands'
import { isCommandEnabled } from '#features/editor/commands/editor-command'
import { bold, code, italic, link, strike, underline } from '#features/editor/commands/mark-commands'
import { focusToolbar } from '#features/editor/commands/focus-commands'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { linkEditorMode } from '#features/editor/links/link-editor'
import { openPanels } from '#features/editor/panels/open-panel'
import { textPlace } from '#features/editor/text-place'

const commands = [bold, italic, underline, strike, code, colors, link, comment] as const

/** What selected text most often wants, beside it. Out of the way while a selection is being made. */
export function BubbleMenu({ editor, editable }: { editor: Editor; editable: boolean }) {
  const t = useTranslations('editor')
  const context = useSelectionContext(editor)
  const panel = useRef<HTMLDivElement>(null)
  const isSelected = useTextSelected(editor, panel)
  const { from, to, asksElsewhere } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => ({
      // Nothing to render for a mere move of the caret.
      from: state.selection.empty ? 0 : state.selection.from,
      to: state.selection.empty ? 0 : state.selection.to,
      asksElsewhere: linkEditorMode(state) !== 'closed' || openPanels(state).panel !== null,
    }),
  })
  const [dismissed, setDismissed] = useState('')
  const selected = `${from}-${to}`
  // Put away for this selection, not for a later one in the same place.
  if (dismissed !== '' && dismissed !== selected) setDismissed('')
  const shown = commands.filter(
    (command) =>
      (editable && command !== comment && !context.inCodeBlock) ||
      (command === comment && isCommandEnabled(comment, context)),
  )
  const isOpen = isSelected && !context.empty && shown.length > 0 && !asksElsewhere && dismissed !== selected
  return (
    <FloatingPanel
      ref={panel}
      open={isOpen}
      place={() => textPlace(editor, from, to)}
      onClose={() => {
        setDismissed(selected)
        editor.commands.focus()
      }}
      side={isOpen && belongsBelow(editor, from) ? 'bottom' : 'top'}
      role="presentation"
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <Toolbar.Root
        aria-label={t('bubble')}
        data-editor-bubble=""
        className="flex gap-0.5 p-1"
        onKeyDown={(event) => {
          if (event.altKey && event.key === 'F10') focusToolbar()
        }}
      >
        {shown.map((command) => (
          <CommandButton
            key={command.id}
            editor={editor}
            command={command}
            context={context}
            tooltipSide="top"
          />
        ))}
      </Toolbar.Root>
    </FloatingPanel>
  )
}

/**
 * On touch screens the system's own menu stands above; and over the first line under a heading it would hide
 * what that line belongs to.
 */
function belongsBelow({ state: { doc }, view }: Editor, from: number): boolean {
  if (matchMedia('(pointer: coarse)').matches) return true
  const $from = doc.resolve(from)
  if ($from.depth === 0 || doc.resolve($from.before(1)).nodeBefore?.type.name !== 'heading') return false
  return view.coordsAtPos(from).top - view.coordsAtPos($from.start(1)).top < 4
}
