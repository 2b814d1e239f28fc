'use client'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'

type FullPageProps = {
  label: string
  onClose: () => void
  children: ReactNode
}

/** Takes the whole window for something else than what lies under it, which stays as it is meanwhile. */
export function FullPage({ label, onClose, children }: FullPageProps) {
  const openedFrom = useRef<Element | null>(null)
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            openedFrom.current = document.activeElement
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (openedFrom.current instanceof HTMLElement) openedFrom.current.focus()
          }}
          // A field inside that Escape leaves marks itself so.
          onEscapeKeyDown={(event) => {
            if (event.target instanceof Element && event.target.closest('[data-own-escape]'))
              event.preventDefault()
          }}
          className="fixed inset-0 z-30 flex animate-appear flex-col bg-desk text-text outline-none print:static"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
