'use client'
import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'

import { marginTops } from '#ui/margin-tops'

/** `top`: where in the column it belongs, in px. */
export type MarginCard = { readonly id: string; readonly top: number; readonly content: ReactNode }

type MarginColumnProps = {
  label: string
  cards: readonly MarginCard[]
  /** The one that stands exactly at its text. */
  activeId: string | null
  className?: string
}

const gapPx = 8

/** Cards beside a text, each at its place and none over another, whatever they grow to. */
export function MarginColumn({ label, cards, activeId, className }: MarginColumnProps) {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map())
  const note = useCallback((id: string, height: number) => {
    setHeights((before) => (before.get(id) === height ? before : new Map(before).set(id, height)))
  }, [])
  const items = cards.map(({ id, top }) => ({ id, top, height: heights.get(id) ?? 0 }))
  const tops = marginTops(items, activeId, gapPx)
  return (
    <aside aria-label={label} className={className}>
      {cards.map(({ id, content }) => (
        <Placed key={id} id={id} top={tops.get(id) ?? 0} measured={heights.has(id)} onHeight={note}>
          {content}
        </Placed>
      ))}
    </aside>
  )
}

type PlacedProps = {
  id: string
  top: number
  measured: boolean
  onHeight: (id: string, height: number) => void
  children: ReactNode
}

function Placed({ id, top, measured, onHeight, children }: PlacedProps) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return undefined
    const measure = () => onHeight(id, current.offsetHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [id, onHeight])
  return (
    <div
      ref={element}
      // Seen once it has its place: none flies in from above. Not hidden before: a field in it may take the focus.
      style={{ transform: `translateY(${top}px)` }}
      className={`absolute inset-x-0 top-0 ${measured ? 'transition-transform motion-reduce:transition-none' : 'opacity-0'}`}
    >
      {children}
    </div>
  )
}
