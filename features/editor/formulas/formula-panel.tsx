'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'

import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { closeFormula, formulaBeingEdited } from '#features/editor/formulas/formula-editor'
import { FormulaForm } from '#features/editor/formulas/formula-form.tsx'
import { textPlace } from '#features/editor/text-place'

/** Beside a formula: its source, and what that looks like. */
export function FormulaPanel({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.formula')
  const edited = useEditorState({
    editor,
    selector: ({ editor: { state } }) => formulaBeingEdited(state),
  })
  const draft = useRef('')
  const pos = edited?.pos ?? 0
  return (
    <FloatingPanel
      open={edited !== null}
      place={() => textPlace(editor, pos, pos + 1)}
      onClose={() => closeFormula(editor, null)}
      closesOutside
      // A press elsewhere keeps what was written, as in a cell of a spreadsheet.
      onPointerDownOutside={() => closeFormula(editor, draft.current.trim())}
      side="bottom"
      align="start"
      aria-label={t('title')}
      onCloseAutoFocus={(event) => event.preventDefault()}
      className="phone-sheet phone-sheet-form max-w-[calc(100vw-1rem)]"
    >
      {edited !== null && (
        <FormulaForm
          tex={edited.tex}
          onChange={(tex) => (draft.current = tex)}
          onDone={(tex) => closeFormula(editor, tex)}
        />
      )}
    </FloatingPanel>
  )
}
