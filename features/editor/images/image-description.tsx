'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

export type ImageWords = { readonly alt: string; readonly caption: string }

type ImageDescriptionProps = { texts: ImageWords; onDone: (texts: ImageWords) => void }

/** What an image shows, in words for those who do not see it, and what stands below it for all. */
export function ImageDescription({ texts, onDone }: ImageDescriptionProps) {
  const t = useTranslations('editor.image')
  const [alt, setAlt] = useState(texts.alt)
  const [caption, setCaption] = useState(texts.caption)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  return (
    <form
      ref={form}
      className="flex w-72 max-w-full flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onDone({ alt: alt.trim(), caption: caption.replaceAll(/\s+/g, ' ').trim() })
      }}
    >
      <TextField
        label={t('description')}
        hint={t('descriptionHint')}
        value={alt}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setAlt(event.target.value)}
      />
      <TextField
        label={t('caption')}
        hint={t('captionHint')}
        value={caption}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setCaption(event.target.value)}
      />
      <Button type="submit" variant="primary" className="self-end">
        {t('apply')}
      </Button>
    </form>
  )
}
