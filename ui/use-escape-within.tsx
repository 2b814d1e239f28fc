import { createContext, useContext, useEffect, useEffectEvent } from 'react'

/** Tells what lies around what Escape leaves first; null for all of it. */
export const EscapeContext = createContext<((leave: (() => void) | null) => void) | null>(null)

/** While this is shown in a page of its own, Escape leaves it, and not the page. */
export function useEscapeWithin(leave: () => void): void {
  const tell = useContext(EscapeContext)
  const onEscape = useEffectEvent(leave)
  useEffect(() => {
    tell?.(() => onEscape())
    return () => tell?.(null)
  }, [tell])
}
