'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { ArrowDownToLine, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCallback, useRef } from 'react'

import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import {
  closeFootnote,
  deleteFootnote,
  footnoteBeingEdited,
  goToNoteInList,
} from '#features/editor/footnotes/footnote-editor'
import { NoteText } from '#features/editor/footnotes/note-text'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

/** Beside the number of a note: its text. */
export function FootnotePanel({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.footnotes')
  const edited = useEditorState({
    editor,
    selector: ({ editor: { state } }) => footnoteBeingEdited(state),
  })
  const text = useRef<NoteText | null>(null)
  const label = t('title', { number: edited?.number ?? 1 })
  const mount = useCallback(
    (place: HTMLDivElement) => {
      const made = new NoteText(place, {
        editor,
        pos: () => footnoteBeingEdited(editor.state)?.pos ?? null,
        label: t('text'),
        onDone: () => closeFootnote(editor),
      })
      text.current = made
      return () => {
        text.current = null
        made.destroy()
      }
    },
    [editor, t],
  )
  return (
    <FloatingPanel
      open={edited !== null}
      place={() => referencePlace(editor, edited?.pos ?? 0)}
      onClose={() => closeFootnote(editor)}
      closesOutside
      side="bottom"
      align="center"
      aria-label={label}
      onOpenAutoFocus={(event) => {
        event.preventDefault()
        text.current?.focus()
      }}
      onCloseAutoFocus={(event) => event.preventDefault()}
      className="w-96 max-w-[calc(100vw-1rem)] p-2"
    >
      {edited !== null && (
        <>
          <div ref={mount} />
          <div className="mt-1 flex items-center gap-0.5">
            <span className="grow px-2 text-xs text-muted">{label}</span>
            <IconButton
              label={t('showInList')}
              icon={<ArrowDownToLine />}
              onClick={() => goToNoteInList(editor, edited.number)}
            />
            <IconButton label={t('remove')} icon={<Trash2 />} onClick={() => deleteFootnote(editor)} />
            <Button variant="primary" onClick={() => closeFootnote(editor)}>
              {t('done')}
            </Button>
          </div>
        </>
      )}
    </FloatingPanel>
  )
}

function referencePlace({ view }: Editor, pos: number): DOMRect {
  const reference = view.nodeDOM(pos)
  if (!(reference instanceof HTMLElement)) return new DOMRect()
  const { x, y, width, bottom } = reference.getBoundingClientRect()
  // The number stands above the feet of its line, which is not to be covered.
  const line = view.coordsAtPos(pos, -1)
  const isBeside = line.top < bottom && line.bottom > y
  return new DOMRect(x, y, width, Math.max(bottom, isBeside ? line.bottom : bottom) - y)
}
