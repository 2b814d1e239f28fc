'use client'
import type { Editor } from '@tiptap/core'
import { Check, Copy, ExternalLink, Pencil, TriangleAlert, Unlink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { copyText } from '#ui/copy-text'
import { openLinkEditor, setLinkEditorMode } from '#features/editor/links/link-editor'
import { IconButton } from '#ui/icon-button'

const copyIcons = { idle: <Copy />, copied: <Check />, failed: <TriangleAlert /> } as const

/** Where a link leads, and what can be done with it. */
export function LinkCard({ editor, href }: { editor: Editor; href: string }) {
  const t = useTranslations('editor.link')
  const [copyState, setCopyState] = useState<keyof typeof copyIcons>('idle')
  const copy = async () => setCopyState((await copyText(href)) ? 'copied' : 'failed')
  return (
    <div className="flex items-center gap-0.5 p-1">
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="max-w-64 truncate rounded-md px-2 py-1 text-accent-text underline-offset-2 hover:underline"
      >
        {href.replace(/^https?:\/\/(?:www\.)?|^mailto:|\/$/g, '')}
      </a>
      <IconButton
        label={t('open')}
        icon={<ExternalLink />}
        onClick={() => window.open(href, '_blank', 'noopener,noreferrer')}
      />
      <IconButton label={t(`copy.${copyState}`)} icon={copyIcons[copyState]} onClick={() => void copy()} />
      <IconButton label={t('edit')} icon={<Pencil />} onClick={() => openLinkEditor(editor)} />
      <IconButton
        label={t('remove')}
        icon={<Unlink />}
        onClick={() => {
          setLinkEditorMode(editor, 'closed')
          editor.chain().focus().extendMarkRange('link').unsetLink().run()
        }}
      />
    </div>
  )
}
