'use client'
import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { useEffect, useEffectEvent } from 'react'

import { isRemoteChange } from '#features/editor/binding/document-binding'
import { UndoneNotice } from '#features/history/undo/undone-notice.tsx'

type UndoneWorkProps = { words: string; editor: Editor; onClose: () => void }

/** Says that somebody's work was undone, until this person writes on: from then on one step back is another one. */
export default function UndoneWork({ words, editor, onClose }: UndoneWorkProps) {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const note = ({ transaction }: { transaction: Transaction }) => {
      if (transaction.docChanged && !isRemoteChange(transaction)) close()
    }
    editor.on('transaction', note)
    return () => {
      editor.off('transaction', note)
    }
  }, [editor])
  return (
    <UndoneNotice
      words={words}
      onBringBack={() => {
        editor.chain().undo().focus().run()
        onClose()
      }}
      onClose={onClose}
    />
  )
}
