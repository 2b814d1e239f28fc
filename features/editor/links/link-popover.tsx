'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslations } from 'next-intl'

import { linkAt } from '#features/editor/commands/selection-context'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { LinkCard } from '#features/editor/links/link-card.tsx'
import { linkEditorMode, setLinkEditorMode } from '#features/editor/links/link-editor'
import { LinkForm } from '#features/editor/links/link-form.tsx'
import { textPlace } from '#features/editor/text-place'

/** Beside a link: where it leads, or the form that makes and changes it. */
export function LinkPopover({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.link')
  const { mode, href, from, to, isEmpty } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const mode = linkEditorMode(state)
      // The same wherever the caret is: not rendered for a keystroke.
      if (mode === 'closed') return { mode, href: null, from: 0, to: 0, isEmpty: true }
      const { from, to, empty } = state.selection
      return { mode, href: linkAt(state), from, to, isEmpty: empty }
    },
  })
  const close = () => {
    setLinkEditorMode(editor, 'closed')
    editor.commands.focus()
  }
  return (
    <FloatingPanel
      open={mode !== 'closed'}
      place={() => textPlace(editor, from, to)}
      onClose={close}
      closesOutside={mode === 'form'}
      onPointerDownOutside={() => setLinkEditorMode(editor, 'closed')}
      side="bottom"
      align="start"
      aria-label={t('title')}
      onOpenAutoFocus={(event) => mode === 'card' && event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      className={`max-w-[calc(100vw-1rem)] ${mode === 'form' ? 'phone-sheet phone-sheet-form' : ''}`}
    >
      {mode === 'card' && href !== null && <LinkCard editor={editor} href={href} />}
      {mode === 'form' && <LinkForm editor={editor} href={href} asksForText={isEmpty} onDone={close} />}
    </FloatingPanel>
  )
}
