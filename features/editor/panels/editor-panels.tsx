'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { type ComponentType, lazy, Suspense } from 'react'

import { openPanels, type PanelName } from '#features/editor/panels/open-panel'

type Panel = ComponentType<{ editor: Editor }>

// Fetched when opened first: none of them is needed to read or to write.
const panels: Readonly<Record<PanelName, Panel>> = {
  announcements: lazy(() => import('#features/editor/announcements/announcements-dialog.tsx')),
  colors: lazy(() => import('#features/editor/colors/color-panel.tsx')),
  emoji: lazy(() => import('#features/editor/emoji/emoji-picker.tsx')),
  pageSetup: lazy(() => import('#features/editor/page-setup/page-setup-dialog.tsx')),
  palette: lazy(() => import('#features/editor/palette/command-palette.tsx')),
  shortcuts: lazy(() => import('#features/editor/panels/shortcuts-sheet.tsx')),
  wordCount: lazy(() => import('#features/editor/panels/word-count.tsx')),
}
const FindBar: Panel = lazy(() => import('#features/editor/find/find-bar.tsx'))
const FocusMode: Panel = lazy(() => import('#features/editor/focus-mode/focus-mode.tsx'))
const Outline: Panel = lazy(() => import('#features/editor/outline/outline.tsx'))

/** What commands have opened. */
export function EditorPanels({ editor }: { editor: Editor }) {
  const { panel, finds, outline, focusMode } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const { panel, find, outline, focusMode } = openPanels(state)
      return { panel, finds: find !== null, outline, focusMode }
    },
  })
  const Shown = panel === null ? null : panels[panel]
  return (
    <>
      {Shown && (
        <Suspense fallback={null}>
          <Shown editor={editor} />
        </Suspense>
      )}
      {finds && (
        <Suspense fallback={null}>
          <FindBar editor={editor} />
        </Suspense>
      )}
      {focusMode && (
        <Suspense fallback={null}>
          <FocusMode editor={editor} />
        </Suspense>
      )}
      {outline && (
        <Suspense fallback={null}>
          <Outline editor={editor} />
        </Suspense>
      )}
    </>
  )
}
