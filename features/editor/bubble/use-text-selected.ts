import type { Editor } from '@tiptap/core'
import { AllSelection, TextSelection } from '@tiptap/pm/state'
import { type RefObject, useEffect, useState } from 'react'

/** Long enough that a selection on its way, by keyboard or double click, does not flicker. */
const settleMs = 120

/**
 * Whether a stretch of text is selected and at rest: the text or the panel beside it has the focus, and no
 * pointer is dragging the selection.
 */
export function useTextSelected(editor: Editor, panel: RefObject<HTMLElement | null>): boolean {
  const [isSelected, setSelected] = useState(false)
  useEffect(() => {
    const ends = new AbortController()
    const { signal } = ends
    let isPressed = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const { selection, doc } = editor.state
      const isText = selection instanceof TextSelection || selection instanceof AllSelection
      const hasFocus = editor.isFocused || (panel.current?.contains(document.activeElement) ?? false)
      const holdsText = isText && doc.textBetween(selection.from, selection.to, ' ').trim() !== ''
      setSelected(hasFocus && !isPressed && holdsText)
    }
    const lookSoon = () => {
      clearTimeout(timer)
      if (editor.state.selection.empty) setSelected(false)
      timer = setTimeout(() => !editor.isDestroyed && look(), settleMs)
    }
    const { dom } = editor.view
    dom.addEventListener(
      'pointerdown',
      ({ button }) => {
        isPressed = button === 0
        if (isPressed) setSelected(false)
      },
      { signal },
    )
    const release = () => {
      if (!isPressed) return
      isPressed = false
      lookSoon()
    }
    for (const type of ['pointerup', 'pointercancel', 'dragend']) {
      window.addEventListener(type, release, { signal })
    }
    // Also when the focus moves between the text and the panel.
    window.addEventListener('focusin', lookSoon, { signal })
    window.addEventListener('focusout', lookSoon, { signal })
    editor.on('selectionUpdate', lookSoon)
    // Somebody may have selected text before there was anything to look.
    lookSoon()
    return () => {
      ends.abort()
      clearTimeout(timer)
      editor.off('selectionUpdate', lookSoon)
    }
  }, [editor, panel])
  return isSelected
}
