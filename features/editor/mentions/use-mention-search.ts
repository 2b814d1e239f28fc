import { useEffect, useState } from 'react'

import type { MentionSource } from '#features/editor/mentions/mention-source'

type Found = Awaited<ReturnType<MentionSource['search']>>

const nothing: Found = { people: [], documents: [] }
/** While somebody types on, nothing is asked. */
const settlesMs = 120

/** What the app knows for a text; until it answers, what it knew for the text before. */
export function useMentionSearch({ search }: MentionSource, text: string) {
  const [answer, setAnswer] = useState<{ text: string | null; found: Found }>({ text: null, found: nothing })
  useEffect(() => {
    let isWanted = true
    const ask = async () => {
      const found = await search(text).catch((error: unknown) => {
        // Offline, say: the people who are here can still be named.
        console.warn('What can be mentioned could not be asked', error)
        return nothing
      })
      if (isWanted) setAnswer({ text, found })
    }
    const timer = setTimeout(() => void ask(), text === '' ? 0 : settlesMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [search, text])
  return { found: answer.found, isSearching: answer.text !== text }
}
