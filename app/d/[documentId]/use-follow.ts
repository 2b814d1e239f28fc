import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'

import type { PersonHere } from '#features/presence/people-here'

export type Follow = {
  /** Whom this page follows. */
  readonly person: PersonHere | null
  readonly start: (person: PersonHere) => void
  readonly stop: () => void
  /** False where they are nowhere in the text. */
  readonly goTo: (person: PersonHere) => Promise<boolean>
}

type Here = {
  /** Null until the text is here. */
  editor: Editor | null
  awareness: Awareness | null
  people: readonly PersonHere[]
}

/** With the editor's code, which the page does not wait for. */
const code = () => import('#features/editor/follow/follow-person')

/** Going to where somebody is in the text, once or for a while; null until there is a text. */
export function useFollow({ editor, awareness, people }: Here): Follow | null {
  const [personId, setPersonId] = useState<string | null>(null)
  const person = people.find(({ id }) => id === personId) ?? null
  const followedId = person?.id ?? null
  useEffect(() => {
    if (!editor || !awareness || followedId === null) return undefined
    let end: (() => void) | undefined
    let isOver = false
    const begin = async () => {
      const { followPerson } = await code()
      if (!isOver) end = followPerson(editor.view, awareness, followedId, () => setPersonId(null))
    }
    void begin()
    return () => {
      isOver = true
      end?.()
    }
  }, [editor, awareness, followedId])
  // Whoever has left and comes back is not followed again.
  if (personId !== null && person === null) setPersonId(null)
  if (!editor || !awareness) return null
  return {
    person,
    start: ({ id }) => setPersonId(id),
    stop: () => setPersonId(null),
    goTo: async ({ id }) => (await code()).showPerson(editor.view, awareness, id),
  }
}
