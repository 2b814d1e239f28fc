'use client'
import { Popover } from 'radix-ui'
import { type ComponentProps, type ReactNode, useLayoutEffect, useState } from 'react'

import { useNarrow } from '#ui/use-narrow'

type FloatingPanelProps = Omit<ComponentProps<typeof Popover.Content>, 'children'> & {
  open: boolean
  /** Where the text that the panel belongs to stands now, in the window. */
  place: () => DOMRect
  /** Escape, or a press elsewhere where `closesOutside`. */
  onClose: () => void
  closesOutside?: boolean
  children: ReactNode
}

/** In px: off the header, the toolbar, which phones have below, and the edges of the window. */
const clearOf = { top: 100, right: 8, bottom: 8, left: 8 }
const clearOfOnPhones = { ...clearOf, top: 60, bottom: 56 }

/**
 * A small panel beside a place in the text. It follows that place each frame, since not only scrolling
 * moves it but whatever others write above it.
 */
export function FloatingPanel({
  open,
  place,
  onClose,
  closesOutside = false,
  className,
  children,
  ...rest
}: FloatingPanelProps) {
  const [anchor] = useState(() => ({ current: new FollowedPlace(place) }))
  useLayoutEffect(() => anchor.current.follow(place))
  const narrow = useNarrow()
  return (
    <Popover.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={narrow ? clearOfOnPhones : clearOf}
          updatePositionStrategy="always"
          onInteractOutside={(event) => !closesOutside && event.preventDefault()}
          {...rest}
          className={`z-30 animate-appear rounded-lg border border-line bg-raised text-sm text-text shadow-soft outline-none print:hidden ${className ?? ''}`}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/**
 * One anchor for all places. Another one for each render would make the panel render once more, later: with
 * somebody who types without a pause these pile up until React takes them for an endless loop.
 */
class FollowedPlace {
  #place: () => DOMRect

  constructor(place: () => DOMRect) {
    this.#place = place
  }

  follow(place: () => DOMRect): void {
    this.#place = place
  }

  getBoundingClientRect = (): DOMRect => this.#place()
}
