'use client'
import type { Editor } from '@tiptap/core'
import { DOMSerializer } from '@tiptap/pm/model'
import { useTranslations } from 'next-intl'
import { useLayoutEffect, useRef } from 'react'

import { withSuggestions } from '#schema/suggestions/with-suggestions'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'
import { Button } from '#ui/button'

export type PreviewKind = 'changes' | 'accepted' | 'rejected'

type PreviewSheetProps = { editor: Editor; kind: Exclude<PreviewKind, 'changes'>; onBack: () => void }

/** The document as it would read, over the one that is written; it follows what is written meanwhile. */
export function PreviewSheet({ editor, kind, onBack }: PreviewSheetProps) {
  const t = useTranslations('suggestions')
  const sheet = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const draw = () => {
      const { doc, schema } = editor.state
      const shown = kind === 'accepted' ? withSuggestions(doc) : withoutSuggestions(doc)
      sheet.current?.replaceChildren(DOMSerializer.fromSchema(schema).serializeFragment(shown.content))
    }
    draw()
    editor.on('update', draw)
    return () => {
      editor.off('update', draw)
    }
  }, [editor, kind])
  return (
    <section
      aria-label={t(`preview.${kind}`)}
      className="suggestion-preview fixed z-25 overflow-y-auto bg-desk print:hidden"
    >
      <output className="sticky top-0 z-10 flex items-center justify-center gap-3 border-b border-line bg-surface px-4 py-2 text-sm">
        <span>{t(`preview.about.${kind}`)}</span>
        <Button onClick={onBack}>{t('preview.back')}</Button>
      </output>
      <div className="desk">
        <div className="sheet">
          <div ref={sheet} className="document-text" />
        </div>
      </div>
    </section>
  )
}
