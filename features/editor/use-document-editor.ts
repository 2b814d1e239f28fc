import { Editor, type EditorOptions } from '@tiptap/core'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

type Options = Pick<EditorOptions, 'extensions' | 'editable' | 'editorProps'> & {
  onCreate: (editor: Editor) => void
}

/**
 * An editor drawn into `place`, for as long as the component is mounted; null until it is drawn, which is in the
 * same frame. In place of TipTap's own hook, which draws a document once more after it has been put into the page.
 */
export function useDocumentEditor(place: RefObject<HTMLElement | null>, options: Options): Editor | null {
  const [editor, setEditor] = useState<Editor | null>(null)
  const newest = useRef(options)
  useLayoutEffect(() => {
    newest.current = options
  })
  useLayoutEffect(() => {
    if (!place.current) return undefined
    const { extensions, editable, editorProps } = newest.current
    const made = new Editor({ extensions, editable, editorProps, element: place.current, injectCSS: false })
    made.on('create', () => newest.current.onCreate(made))
    setEditor(made)
    return () => {
      setEditor(null)
      made.destroy()
    }
  }, [place])
  const { editable, editorProps } = options
  useLayoutEffect(() => {
    const isOther =
      editor && (editor.options.editable !== editable || editor.options.editorProps !== editorProps)
    if (isOther && !editor.isDestroyed) editor.setOptions({ editable, editorProps })
  }, [editor, editable, editorProps])
  return editor
}
