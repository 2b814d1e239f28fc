import type { Extensions } from '@tiptap/core'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'

import { Collaboration } from '#features/editor/binding/collaboration'
import type { CollabSession } from '#features/editor/collab-session'
import { EnterKey } from '#features/editor/enter-key'
import { documentExtensions } from '#schema/document-extensions'

export type EditorPerson = { readonly id: string; readonly name: string; readonly color: string }

/** The document's nodes and marks, bound to the shared text and to the carets of the others. */
export function editorExtensions(session: CollabSession, person: EditorPerson): Extensions {
  return [
    ...documentExtensions(),
    Collaboration.configure({ document: session.doc }),
    EnterKey,
    CollaborationCaret.configure({ provider: { awareness: session.awareness }, user: person }),
  ]
}
