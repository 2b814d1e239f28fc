'use client'
import type { Editor } from '@tiptap/core'
import { Check, FileDown, TriangleAlert } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import { prepareToSave, saveAsFile } from '#features/documents/files/save-as-file'
import type { FileFormat } from '#formats/file-formats'
import { MenuItem } from '#ui/menu'

type Outcome = { format: FileFormat; state: 'saved' | 'failed' }

const icons = { idle: <FileDown />, saved: <Check />, failed: <TriangleAlert /> } as const

/** The document as a file, made from what is on the screen; stays open to say how it went. */
export function SaveAsItems({ editor, title }: { editor: Editor; title: string | null }) {
  const t = useTranslations('files')
  const documents = useTranslations('documents')
  const language = useLocale()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(prepareToSave, [])

  const save = async (format: FileFormat) => {
    try {
      await saveAsFile(editor.state.doc, format, { title: title ?? documents('untitled'), language })
      setOutcome({ format, state: 'saved' })
    } catch (error) {
      console.warn('The file was not made', error)
      setOutcome({ format, state: 'failed' })
    }
  }

  return (['md', 'html', 'txt'] as const).map((format) => {
    const state = outcome?.format === format ? outcome.state : 'idle'
    return (
      <MenuItem
        key={format}
        icon={icons[state]}
        onSelect={(event) => {
          event.preventDefault()
          void save(format)
        }}
      >
        <span aria-live="polite" className="block max-w-64">
          {state === 'idle' ? t(`saveAs.${format}`) : t(`saveAs.${state}`)}
        </span>
      </MenuItem>
    )
  })
}
