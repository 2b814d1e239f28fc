'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { linkAddress } from '#features/editor/links/link-address'
import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

type LinkFormProps = {
  editor: Editor
  /** Of the link being changed; null for a new one. */
  href: string | null
  /** Nothing is selected that could become the link. */
  asksForText: boolean
  onDone: () => void
}

/** Asks where the link leads. */
export function LinkForm({ editor, href, asksForText, onDone }: LinkFormProps) {
  const t = useTranslations('editor.link')
  const [address, setAddress] = useState(href ?? '')
  const [text, setText] = useState('')
  const [isRefused, setRefused] = useState(false)
  const apply = () => {
    const safe = linkAddress(address)
    if (safe === null) return setRefused(true)
    if (asksForText && href === null) insertLink(editor, safe, text.trim() || address.trim())
    else editor.chain().extendMarkRange('link').setLink({ href: safe }).run()
    return onDone()
  }
  return (
    <form
      className="flex w-72 max-w-full flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <TextField
        label={t('address')}
        value={address}
        placeholder="https://"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={isRefused ? t('refused') : undefined}
        onChange={(event) => {
          setAddress(event.target.value)
          setRefused(false)
        }}
      />
      {asksForText && href === null && (
        <TextField
          label={t('text')}
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <div className="flex justify-end gap-2">
        {href !== null && (
          <Button
            variant="quiet"
            onClick={() => {
              editor.chain().extendMarkRange('link').unsetLink().run()
              onDone()
            }}
          >
            {t('remove')}
          </Button>
        )}
        <Button type="submit" variant="primary">
          {t('apply')}
        </Button>
      </div>
    </form>
  )
}

/** What is typed after it is no longer part of it. */
function insertLink(editor: Editor, href: string, text: string): void {
  const { state } = editor
  const mark = state.schema.marks['link']?.create({ href })
  if (!mark) return
  const node = state.schema.text(text, [...state.selection.$from.marks(), mark])
  editor.view.dispatch(state.tr.replaceSelectionWith(node, false).removeStoredMark(mark.type))
}
