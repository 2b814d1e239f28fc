'use client'
import { Tooltip } from 'radix-ui'
import { createContext, useContext, type ReactNode } from 'react'

/** What the keys are called on the person's keyboard, in their language. */
export type KeyNames = { readonly shift: string; readonly enter: string }

const KeyNamesContext = createContext<KeyNames>({ shift: 'Shift', enter: 'Enter' })

/** What the interface parts need once a page: names of keys, and one delay for all tooltips. */
export function UiProvider({ keyNames, children }: { keyNames: KeyNames; children: ReactNode }) {
  return (
    <KeyNamesContext value={keyNames}>
      <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
        {children}
      </Tooltip.Provider>
    </KeyNamesContext>
  )
}

export function useKeyNames(): KeyNames {
  return useContext(KeyNamesContext)
}
