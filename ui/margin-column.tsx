'use client'
import './margin-column.css'
import { type ReactNode, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

import type { MarginLayout } from '#ui/margin-layout'

/** `top`: where in the column it belongs, in px. */
export type MarginCard = { readonly id: string; readonly top: number; readonly content: ReactNode }

type MarginColumnProps = {
  label: string
  cards: readonly MarginCard[]
  /** The one that stands exactly at its text. */
  activeId: string | null
  /** Shared by all columns of one margin, whose cards give way to each other. */
  layout: MarginLayout
}

/** Cards beside a text, each at its place and none over another, whatever they grow to. */
export function MarginColumn({ label, cards, activeId, layout }: MarginColumnProps) {
  const tops = useSyncExternalStore(layout.subscribe, layout.getTops, layout.getTops)
  useLayoutEffect(() => {
    if (activeId === null) return undefined
    layout.activate(activeId)
    return () => layout.deactivate(activeId)
  }, [activeId, layout])
  return (
    <aside aria-label={label} className="margin-column print:hidden">
      {cards.map(({ id, top, content }) => (
        <Placed key={id} id={id} wanted={top} top={tops.get(id)} layout={layout}>
          {content}
        </Placed>
      ))}
    </aside>
  )
}

type PlacedProps = {
  id: string
  wanted: number
  /** Undefined until it has its place. */
  top: number | undefined
  layout: MarginLayout
  children: ReactNode
}

function Placed({ id, wanted, top, layout, children }: PlacedProps) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => () => layout.remove(id), [id, layout])
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return undefined
    const measure = () => layout.put(id, wanted, current.offsetHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [id, wanted, layout])
  return (
    <div
      ref={element}
      // Seen once it has its place: none flies in from above. Not hidden before: a field in it may take the focus.
      style={{ transform: `translateY(${top ?? wanted}px)` }}
      className={`absolute inset-x-0 top-0 ${top === undefined ? 'opacity-0' : 'transition-transform motion-reduce:transition-none'}`}
    >
      {children}
    </div>
  )
}
