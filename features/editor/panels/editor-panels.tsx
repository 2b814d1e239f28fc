'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { type ComponentType, lazy, Suspense } from 'react'

import { openPanelName, type PanelName } from '#features/editor/panels/open-panel'

/** Fetched when opened first: none of them is needed to read or to write. */
const panels: Readonly<Record<PanelName, ComponentType<{ editor: Editor }>>> = {
  colors: lazy(() => import('#features/editor/colors/color-panel.tsx')),
}

/** The panel that a command has opened, if any. */
export function EditorPanels({ editor }: { editor: Editor }) {
  const name = useEditorState({ editor, selector: ({ editor }) => openPanelName(editor.state) })
  if (name === null) return null
  const Panel = panels[name]
  return (
    <Suspense fallback={null}>
      <Panel editor={editor} />
    </Suspense>
  )
}
