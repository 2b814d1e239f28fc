'use client'
import type { Editor } from '@tiptap/core'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'

import { setFocusMode } from '#features/editor/panels/open-panel'
import { IconButton } from '#ui/icon-button'

const className = 'focus-mode'

/** Nothing but the sheet, until Escape or the one button there is. */
export default function FocusMode({ editor }: { editor: Editor }) {
  const t = useTranslations('editor')
  useEffect(() => {
    const { classList } = document.documentElement
    classList.add(className)
    const onKeyDown = (event: KeyboardEvent) => {
      // What a menu, a panel or a field has closed with it was meant for that.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      event.preventDefault()
      setFocusMode(editor, false)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      classList.remove(className)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [editor])
  return (
    <div className="fixed top-2 right-2 z-20 opacity-40 transition-opacity focus-within:opacity-100 hover:opacity-100 coarse:opacity-70 print:hidden">
      <IconButton
        label={t('leaveFocusMode')}
        icon={<X />}
        tooltipSide="left"
        onClick={() => {
          setFocusMode(editor, false)
          editor.commands.focus()
        }}
      />
    </div>
  )
}
