import type { Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'

import type { CollabSession } from '#features/editor/collab-session'
import { documentField } from '#schema/document-fields'
import { documentExtensions } from '#schema/document-extensions'

export type EditorPerson = { readonly id: string; readonly name: string; readonly color: string }

/** The document's nodes and marks, bound to the shared text and to the carets of the others. */
export function editorExtensions(session: CollabSession, person: EditorPerson): Extensions {
  return [
    ...documentExtensions(),
    Collaboration.configure({ document: session.doc, field: documentField.body }),
    CollaborationCaret.configure({ provider: { awareness: session.awareness }, user: person }),
  ]
}
