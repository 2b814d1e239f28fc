'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { Suspense, useCallback, useMemo } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import type { UndoManager } from 'yjs'

import { drawBlock } from '#features/editor/opening/draw-block.tsx'
import { withoutSuggesting } from '#features/editor/suggesting/suggesting'
import { peopleColors } from '#features/guests/people-colors'
import type { HistoryViewProps } from '#features/history/history-view.tsx'
import { changeBlocks, restoreBlocks, restoreVersion } from '#features/history/restore'
import type { DrawBlock } from '#features/history/version-sheet.tsx'
import type { WhoWroteProps } from '#features/history/who-wrote.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { lazyPart } from '#ui/lazy-part'

import { sharedElements } from './shared-elements.ts'
import type { ShownPast } from './use-past-actions.ts'

const HistoryView = lazyPart<HistoryViewProps>(() =>
  import('#features/history/history-view.tsx').then((part) => part.default),
)

const WhoWrote = lazyPart<WhoWroteProps>(() =>
  import('#features/history/who-wrote.tsx').then((part) => part.default),
)

const colors = peopleColors.map(({ color }) => color)

type DocumentPastProps = {
  shown: ShownPast
  documentId: string
  userId: string
  people: readonly PersonHere[]
  /** Null until the text is here. */
  editor: Editor | null
  editable: boolean
  awareness: Awareness | null
  changesSince: number | null
  onClose: () => void
  /** Somebody's work was undone; in words. */
  onUndone: (done: string) => void
}

/** The past of this document: drawn as its editor draws it, brought back through its editor. */
export default function DocumentPast(props: DocumentPastProps) {
  const { shown, documentId, people, editor, editable, awareness, onClose } = props
  const t = useTranslations('editor.nodes')
  const draw = useCallback<DrawBlock>((node, key) => drawBlock(node, key, (word) => t(word)), [t])
  const colorsHere = useMemo(() => new Map(people.map(({ id, color }) => [id, color])), [people])
  const onRestore: HistoryViewProps['onRestore'] = (blocks, only) => {
    // Without the elements every block would be another one, and the whole document written anew.
    const live = editor && { editor, elementOf: sharedElements(editor) }
    if (live) {
      withoutSuggesting(live.editor, () =>
        only ? restoreBlocks(live, blocks, only) : restoreVersion(live, blocks),
      )
    }
    onClose()
    editor?.commands.focus()
  }
  const onUndo: HistoryViewProps['onUndo'] = (blocksIn, done) => {
    const binding = editor?.storage.sharedBody.binding
    if (editor && binding) {
      const live = { editor, elementOf: sharedElements(editor) }
      asOneStep(binding.undoManager, () =>
        withoutSuggesting(editor, () => changeBlocks(live, blocksIn(binding.doc))),
      )
      props.onUndone(done)
    }
    onClose()
    editor?.commands.focus()
  }
  const userOf = (client: number) => {
    const { user } = (awareness?.getStates().get(client) ?? {}) as { user?: { id?: unknown } }
    return typeof user?.id === 'string' ? user.id : undefined
  }
  if (shown === 'writers') {
    return (
      editor && (
        <Suspense>
          <WhoWrote
            documentId={documentId}
            editor={editor}
            colors={colors}
            peopleHere={people}
            userOf={userOf}
            elementOf={sharedElements(editor)}
            onClose={onClose}
          />
        </Suspense>
      )
    )
  }
  return (
    <Suspense>
      <HistoryView
        documentId={documentId}
        userId={props.userId}
        colors={colors}
        colorsHere={colorsHere}
        draw={draw}
        language={null}
        changesSince={props.changesSince}
        onRestore={editor && editable ? onRestore : null}
        onUndo={editor && editable ? onUndo : null}
        onClose={onClose}
      />
    </Suspense>
  )
}

/** However long it takes; and nothing of what was typed before, or is typed after. */
function asOneStep(undoManager: UndoManager, edit: () => void): void {
  const { captureTimeout } = undoManager
  undoManager.stopCapturing()
  undoManager.captureTimeout = Infinity
  try {
    edit()
  } finally {
    undoManager.captureTimeout = captureTimeout
    undoManager.stopCapturing()
  }
}
