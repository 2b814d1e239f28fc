'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import type { ComponentType } from 'react'

import { openPanels, type PanelName } from '#features/editor/panels/open-panel'
import { latePart } from '#ui/lazy-part'

type Panel = ComponentType<{ editor: Editor }>

const panel = (load: () => Promise<{ default: Panel }>): Panel => latePart(async () => (await load()).default)

// Fetched when opened first: none of them is needed to read or to write.
const panels: Readonly<Record<PanelName, Panel>> = {
  announcements: panel(() => import('#features/editor/announcements/announcements-dialog.tsx')),
  colors: panel(() => import('#features/editor/colors/color-panel.tsx')),
  emoji: panel(() => import('#features/editor/emoji/emoji-picker.tsx')),
  pageSetup: panel(() => import('#features/editor/page-setup/page-setup-dialog.tsx')),
  palette: panel(() => import('#features/editor/palette/command-palette.tsx')),
  shortcuts: panel(() => import('#features/editor/panels/shortcuts-sheet.tsx')),
  wordCount: panel(() => import('#features/editor/panels/word-count.tsx')),
}
const FindBar: Panel = panel(() => import('#features/editor/find/find-bar.tsx'))
const FocusMode: Panel = panel(() => import('#features/editor/focus-mode/focus-mode.tsx'))
const Outline: Panel = panel(() => import('#features/editor/outline/outline.tsx'))

/** What commands have opened. */
export function EditorPanels({ editor }: { editor: Editor }) {
  const { shown, finds, outline, focusMode } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const { panel, find, outline, focusMode } = openPanels(state)
      return { shown: panel, finds: find !== null, outline, focusMode }
    },
  })
  const Shown = shown === null ? null : panels[shown]
  return (
    <>
      {Shown && <Shown key={shown} editor={editor} />}
      {finds && <FindBar editor={editor} />}
      {focusMode && <FocusMode editor={editor} />}
      {outline && <Outline editor={editor} />}
    </>
  )
}
