import type { EditorState } from '@tiptap/pm/state'
import type { Awareness } from 'y-protocols/awareness'

import { caretsIn } from '#features/editor/carets/carets'

/** Where somebody's caret is in the text, the newest of several tabs'; null where they have none. */
export function placeOfPerson(
  state: EditorState,
  awareness: Pick<Awareness, 'getStates' | 'meta'>,
  personId: string,
): number | null {
  let place: number | null = null
  let newest = -1
  const states: ReadonlyMap<number, unknown> = awareness.getStates()
  for (const [clientId, { head }] of caretsIn(state)) {
    const { user } = (states.get(clientId) ?? {}) as { user?: { id?: unknown } }
    const { lastUpdated = 0 } = awareness.meta.get(clientId) ?? {}
    if (user?.id !== personId || lastUpdated < newest) continue
    place = head
    newest = lastUpdated
  }
  return place
}
