'use client'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

type NoticeLineProps = {
  /** Where it shall be found as a part of the page. */
  label?: string
  className?: string
  /** What is to be known, as a sentence. */
  children: ReactNode
  action: string
  onAction: () => void
  dismiss: string
  onDismiss: () => void
}

/** A calm line below the text: something to know, one thing to do about it, and a way to put it away. */
export function NoticeLine(props: NoticeLineProps) {
  const { label, className = '', children, action, onAction, dismiss, onDismiss } = props
  return (
    <aside
      aria-label={label}
      // On a phone the sentence has the width for itself.
      className={`${className} fixed inset-x-2 bottom-[calc(var(--foot,0px)+var(--lines-below,0px)+0.5rem)] z-20 mx-auto flex w-fit max-w-full animate-appear flex-wrap items-center justify-end gap-x-2 rounded-lg border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-soft desk:flex-nowrap print:hidden`}
    >
      <output className="min-w-0 basis-full pt-1.5 pr-2 desk:basis-auto desk:pt-0 desk:pr-0">
        {children}
      </output>
      <Button variant="quiet" onClick={onAction}>
        {action}
      </Button>
      <IconButton label={dismiss} icon={<X />} onClick={onDismiss} />
    </aside>
  )
}
