import type { Extensions } from '@tiptap/core'

import { can } from '#access/roles'
import { Collaboration } from '#features/editor/binding/collaboration'
import { Carets } from '#features/editor/carets/carets'
import type { CollabSession } from '#features/editor/collab-session'
import { EnterKey } from '#features/editor/enter-key'
import { firstBlocks } from '#features/editor/long-text/draw-rest'
import { TextOverBlocks } from '#features/editor/text-over-blocks'
import { documentExtensions } from '#schema/document-extensions'

/** The document's nodes and marks, bound to the shared text and to the carets of the others. */
export function editorExtensions(session: CollabSession): Extensions {
  return [
    ...documentExtensions(),
    EnterKey,
    TextOverBlocks,
    Collaboration.configure({
      document: session.doc,
      firstBlocks,
      onHeldBack: (heldBack) => session.setTextHeldBack(heldBack),
      mayEdit: () => can(session.getState().role, 'write'),
    }),
    Carets.configure({ awareness: session.awareness }),
  ]
}
