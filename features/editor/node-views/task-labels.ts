import type { Extensions } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'

import type { EditorHost } from '#features/editor/editor-host'
import { textWithoutNotes } from '#schema/position-letters'

/** Gives the boxes of checklists their name in the person's language: what is to be done. */
export function withTaskLabels(extension: Extensions[number], host: EditorHost): Extensions[number] {
  if (extension.name !== 'taskItem' || extension.type !== 'node') return extension
  const checkboxLabel = (node: Node) => {
    const text = node.firstChild ? textWithoutNotes(node.firstChild).trim() : ''
    return text === '' ? host.words('nodes.emptyTask') : text.slice(0, 80)
  }
  return extension.configure({ ...extension.options, a11y: { checkboxLabel } })
}
