'use client'
import { Dialog as Radix } from 'radix-ui'
import { useCallback, useRef, type ReactNode } from 'react'

import { EscapeContext } from '#ui/use-escape-within'

type FullPageProps = {
  label: string
  onClose: () => void
  children: ReactNode
}

/** Takes the whole window for something else than what lies under it, which stays as it is meanwhile. */
export function FullPage({ label, onClose, children }: FullPageProps) {
  const openedFrom = useRef<Element | null>(null)
  const leaveWithin = useRef<(() => void) | null>(null)
  const tellWithin = useCallback((leave: (() => void) | null) => {
    leaveWithin.current = leave
  }, [])
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          data-full-page=""
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            openedFrom.current = document.activeElement
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (openedFrom.current instanceof HTMLElement) openedFrom.current.focus()
          }}
          onEscapeKeyDown={(event) => {
            // A field inside that Escape leaves marks itself so.
            const isOfField = event.target instanceof Element && event.target.closest('[data-own-escape]')
            if (isOfField || leaveWithin.current) event.preventDefault()
            if (!isOfField) leaveWithin.current?.()
          }}
          className="fixed inset-0 z-30 flex animate-appear flex-col bg-desk text-text outline-none print:static"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <EscapeContext value={tellWithin}>{children}</EscapeContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
