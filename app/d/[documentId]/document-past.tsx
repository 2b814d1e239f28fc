'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { useCallback, useMemo, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'

import { drawBlock } from '#features/editor/opening/draw-block.tsx'
import { peopleColors } from '#features/guests/people-colors'
import HistoryView, { type HistoryViewProps } from '#features/history/history-view.tsx'
import type { Past } from '#features/history/past'
import { changeBlocks, restoreBlocks, restoreVersion } from '#features/history/restore'
import type { DrawBlock } from '#features/history/version-sheet.tsx'
import type { WhoWroteProps } from '#features/history/who-wrote.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { latePart } from '#ui/lazy-part'

import { changeWholeText, type WholeEdit } from './change-whole-text.ts'
import { sharedElements } from './shared-elements.ts'
import type { ShownPast } from './use-past-actions.ts'

const WhoWrote = latePart<WhoWroteProps>(() =>
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
  const [refused, setRefused] = useState<HistoryViewProps['refused']>(null)
  const change = (past: Past, edit: WholeEdit) => {
    const refusal = editor && changeWholeText(editor, past, edit)
    setRefused(refusal)
    if (refusal) return false
    onClose()
    editor?.commands.focus()
    return true
  }
  const onRestore: HistoryViewProps['onRestore'] = (blocks, only, past) =>
    void change(past, (live) => (only ? restoreBlocks(live, blocks, only) : restoreVersion(live, blocks)))
  const onUndo: HistoryViewProps['onUndo'] = (blocksIn, done, past) => {
    if (change(past, (live, doc) => changeBlocks(live, blocksIn(doc)))) props.onUndone(done)
  }
  const userOf = (client: number) => {
    const { user } = (awareness?.getStates().get(client) ?? {}) as { user?: { id?: unknown } }
    return typeof user?.id === 'string' ? user.id : undefined
  }
  if (shown === 'writers') {
    return (
      editor && (
        <WhoWrote
          documentId={documentId}
          editor={editor}
          colors={colors}
          peopleHere={people}
          userOf={userOf}
          elementOf={sharedElements(editor)}
          onClose={onClose}
        />
      )
    )
  }
  return (
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
      refused={refused}
      onClose={onClose}
    />
  )
}
