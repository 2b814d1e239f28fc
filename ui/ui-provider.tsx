'use client'
import { createContext, type ReactNode, useContext } from 'react'

/** What the keys are called on the person's keyboard, in their language. */
export type KeyNames = { readonly shift: string; readonly enter: string; readonly space: string }

const KeyNamesContext = createContext<KeyNames>({ shift: 'Shift', enter: 'Enter', space: 'Space' })

/** What the interface parts need once a page: names of keys. */
export function UiProvider({ keyNames, children }: { keyNames: KeyNames; children: ReactNode }) {
  return <KeyNamesContext value={keyNames}>{children}</KeyNamesContext>
}

export function useKeyNames(): KeyNames {
  return useContext(KeyNamesContext)
}
