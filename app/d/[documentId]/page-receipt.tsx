'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'

import type { CollabSession } from '#features/editor/collab-session'
import { mergeReceipt, type MergedSpell, type Receipt } from '#features/merge-receipt/merge-receipt'
import { ReceiptLine } from '#features/merge-receipt/receipt-line.tsx'
import type { ReceiptPanelProps } from '#features/merge-receipt/receipt-panel.tsx'
import { lazyPart } from '#ui/lazy-part'

import { useReceiptAuthors } from './receipt-authors.ts'
import { sharedElements } from './shared-elements.ts'

const ReceiptPanel = lazyPart<ReceiptPanelProps>(() =>
  import('#features/merge-receipt/receipt-panel.tsx').then((part) => part.default),
)

type PageReceiptProps = {
  spell: MergedSpell
  documentId: string
  userId: string
  session: CollabSession
  editor: Editor
  mayLookBack: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What a spell offline did to this document, where both sides have changed it: told in a line until somebody asks. */
export default function PageReceipt(props: PageReceiptProps) {
  const { spell, open, onOpenChange } = props
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => {
      const found = mergeReceipt(spell)
      // One that nobody has looked at yet stays where the next spell brings nothing to tell.
      if (found) setReceipt(found)
    })
    return () => clearTimeout(timer)
  }, [spell])
  if (!receipt) return null
  const dismiss = () => {
    setReceipt(null)
    onOpenChange(false)
  }
  if (!open) return <ReceiptLine receipt={receipt} onShow={() => onOpenChange(true)} onDismiss={dismiss} />
  return <OpenReceipt {...props} receipt={receipt} onDone={dismiss} />
}

function OpenReceipt(props: PageReceiptProps & { receipt: Receipt; onDone: () => void }) {
  const { receipt, documentId, userId, session, editor, mayLookBack, onOpenChange, onDone } = props
  const t = useTranslations('suggestions.blocks')
  const { doc, awareness } = session
  const text = useMemo(() => ({ editor, doc, elementOf: sharedElements(editor) }), [editor, doc])
  const whoDid = useReceiptAuthors({ documentId, userId, awareness }, mayLookBack)
  const blockName = (kind: string, level: number | null) => {
    const name = `${kind}${level ?? ''}`
    return t.has(name) ? t(name) : t('other')
  }
  const back = (close: () => void) => () => {
    close()
    editor.commands.focus()
  }
  return createPortal(
    <Suspense>
      <ReceiptPanel
        receipt={receipt}
        text={text}
        whoDid={whoDid}
        blockName={blockName}
        onClose={back(() => onOpenChange(false))}
        onDone={back(onDone)}
      />
    </Suspense>,
    document.body,
  )
}
