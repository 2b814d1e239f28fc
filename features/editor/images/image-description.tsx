'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

type ImageDescriptionProps = { description: string; onDone: (description: string) => void }

/** What an image shows, in words. */
export function ImageDescription({ description, onDone }: ImageDescriptionProps) {
  const t = useTranslations('editor.image')
  const [text, setText] = useState(description)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  return (
    <form
      ref={form}
      className="flex w-72 max-w-full flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onDone(text.trim())
      }}
    >
      <TextField
        label={t('description')}
        hint={t('descriptionHint')}
        value={text}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" variant="primary" className="self-end">
        {t('apply')}
      </Button>
    </form>
  )
}
