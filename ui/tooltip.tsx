'use client'
import { Tooltip as Radix } from 'radix-ui'
import { createContext, type ReactElement, type ReactNode, useContext } from 'react'

import { Shortcut } from '#ui/shortcut'

type TooltipProps = {
  label: string
  /** As in a keymap, `Mod-b`. */
  shortcut?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactElement
}

const InGroupContext = createContext(false)

/** Where one tooltip was shown, those of its neighbours come at once. */
export function TooltipGroup({ children }: { children: ReactNode }) {
  return (
    <InGroupContext value={true}>
      <Radix.Provider delayDuration={500} skipDelayDuration={200}>
        {children}
      </Radix.Provider>
    </InGroupContext>
  )
}

/** Names a control on hover and on focus. The control still needs its own accessible name. */
export function Tooltip(props: TooltipProps) {
  const tooltip = <SingleTooltip {...props} />
  return useContext(InGroupContext) ? tooltip : <TooltipGroup>{tooltip}</TooltipGroup>
}

function SingleTooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger
        asChild
        // Whoever pressed a button knows its name: not when the focus comes back to it from its menu.
        onFocus={(event) => {
          if (!event.currentTarget.matches(':focus-visible')) event.preventDefault()
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex animate-appear items-center gap-2 rounded-md bg-text px-2 py-1 text-xs text-sheet shadow-soft select-none"
        >
          {label}
          {shortcut !== undefined && <Shortcut keys={shortcut} className="opacity-75" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
