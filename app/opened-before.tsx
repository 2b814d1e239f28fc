'use client'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

const OpenedContext = createContext<Set<string> | null>(null)

/** Remembers, while the app is not left, which copies of a page have been lived in. */
export function OpenedBefore({ children }: { children: ReactNode }) {
  const [opened] = useState(() => new Set<string>())
  return <OpenedContext value={opened}>{children}</OpenedContext>
}

/**
 * Whether this copy of a page, as the server made it, was shown before: the browser keeps it for whoever goes
 * back, and what the document began with then is not what it begins with now.
 */
export function useOpenedBefore(copyId: string): { wasOpened: boolean; noteOpened: () => void } {
  const opened = useContext(OpenedContext)
  const [wasOpened] = useState(() => opened?.has(copyId) ?? false)
  const noteOpened = useCallback(() => {
    opened?.add(copyId)
  }, [opened, copyId])
  return { wasOpened, noteOpened }
}
