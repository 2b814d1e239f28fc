'use client'
import { Popover as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'

/** A small panel beside its trigger. Escape or a press outside closes it and gives focus back. */
export function Popover(props: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root {...props} />
}

/** Gives its behaviour to its one child, a button. */
export function PopoverTrigger(props: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger asChild {...props} />
}

/** Needs an `aria-label` or `aria-labelledby`: it is a dialog to those who do not see it. */
export function PopoverContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        {...rest}
        className={`phone-sheet z-40 w-72 max-w-[calc(100vw-1rem)] animate-appear rounded-lg border border-line bg-raised p-4 text-sm text-text shadow-soft outline-none ${className ?? ''}`}
      />
    </Radix.Portal>
  )
}
