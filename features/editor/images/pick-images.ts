import type { Editor } from '@tiptap/core'

import { addImages } from '#features/editor/images/image-uploads'

/** What browsers show of files; what the app keeps is decided there, by content. */
const accept = 'image/png,image/jpeg,image/gif,image/webp,image/avif'

/** Lets a person choose image files; they are put where the caret is. */
export function pickImages(editor: Editor): boolean {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.multiple = true
  input.hidden = true
  const done = () => {
    input.remove()
    if (!editor.isDestroyed) editor.commands.focus()
  }
  input.addEventListener('change', () => {
    addImages(editor, [...(input.files ?? [])], editor.state.selection.from)
    done()
  })
  input.addEventListener('cancel', done)
  // Safari answers only for an input that is in the page.
  document.body.append(input)
  input.click()
  return true
}
