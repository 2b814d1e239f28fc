'use client'
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { useEditorState } from '@tiptap/react'
import { Captions, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { ImageDescription } from '#features/editor/images/image-description.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

/** Beside a selected image: what it shows, for those who do not see it, and the way to remove it. */
export function ImagePanel({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.image')
  const image = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const { selection } = state
      if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return null
      return { pos: selection.from, alt: String(selection.node.attrs['alt'] ?? '') }
    },
  })
  const [describing, setDescribing] = useState<number | null>(null)
  const isDescribing = image !== null && describing === image.pos
  const close = () => {
    setDescribing(null)
    editor.commands.focus()
  }
  const place = () => {
    const figure = image === null ? null : editor.view.nodeDOM(image.pos)
    return figure instanceof HTMLElement ? figure.getBoundingClientRect() : new DOMRect()
  }
  return (
    <FloatingPanel
      open={image !== null}
      place={place}
      onClose={close}
      side="top"
      hideWhenDetached
      aria-label={t('title')}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
    >
      {isDescribing && (
        <ImageDescription
          description={image.alt}
          onDone={(alt) => {
            editor.commands.updateAttributes('image', { alt })
            close()
          }}
        />
      )}
      {image !== null && !isDescribing && (
        <div className="flex items-center gap-0.5 p-1">
          <Button variant="quiet" className="max-w-60" onClick={() => setDescribing(image.pos)}>
            <Captions aria-hidden />
            <span className="truncate">{image.alt === '' ? t('describe') : image.alt}</span>
          </Button>
          <IconButton
            label={t('remove')}
            icon={<Trash2 />}
            tooltipSide="top"
            onClick={() => editor.chain().focus().deleteSelection().run()}
          />
        </div>
      )}
    </FloatingPanel>
  )
}
