'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'

import { IconButton } from '#ui/icon-button'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  closeLabel: string
  /** The buttons, the main one last. */
  actions?: ReactNode
  children?: ReactNode
}

/** Asks before going on, where a popover will not do. On phones it is a sheet from below. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  actions,
  children,
}: DialogProps) {
  const openedFrom = useRef<HTMLElement | null>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          // Itself, not its first button: that would be the one that closes it, tooltip and all.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            openedFrom.current = focusToComeBackTo()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          // By hand: it is opened without a trigger of Radix's, so it would leave the focus nowhere.
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            openedFrom.current?.focus()
          }}
          // A question inside that Escape answers marks itself so; else Escape closes all of it.
          onEscapeKeyDown={(event) => {
            if (event.target instanceof Element && event.target.closest('[data-own-escape]'))
              event.preventDefault()
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className="fixed inset-x-0 bottom-0 z-40 max-h-[85dvh] animate-rise scroll-pt-16 overflow-y-auto rounded-t-lg border border-line bg-raised p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] text-text shadow-soft outline-none desk:inset-auto desk:top-1/2 desk:left-1/2 desk:w-[28rem] desk:-translate-1/2 desk:rounded-lg"
        >
          {/* What is asked, and the way out, stay where they are: at the edge, and not at the padding. */}
          <div className="sticky -top-5 z-10 -mx-5 -mt-5 flex items-start justify-between gap-4 bg-raised px-5 pt-5 pb-1">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={closeLabel} icon={<X />} className="-mt-1 -mr-2" />
            </Radix.Close>
          </div>
          {description !== undefined && (
            <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>
          )}
          {children}
          {actions !== undefined && <div className="mt-5 flex flex-wrap justify-end gap-2">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** What has the focus now; for the item of a menu, which is about to go, what opened the menu. */
function focusToComeBackTo(): HTMLElement | null {
  const focused = document.activeElement
  const menuOpener = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  const element = menuOpener ? document.getElementById(menuOpener) : focused
  return element instanceof HTMLElement ? element : null
}
