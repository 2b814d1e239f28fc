'use client'
import type { Editor } from '@tiptap/core'
import { type ReactNode, useEffect, useId, useState } from 'react'

import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { textPlace } from '#features/editor/text-place'
import type { TypedMenu, TypedQuery } from '#features/editor/typed-menu/typed-query'

/** What an option of the list is given, to be passed on to `ListOption`. */
export type TypedOption = {
  readonly id: string
  readonly tabIndex: number
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

type TypedListProps<Item> = {
  editor: Editor
  menu: TypedMenu
  /** What is being typed, as `menu.query` says it. */
  query: TypedQuery | null
  items: readonly Item[]
  label: string
  /** Whether what has no items is no query and stays the text it is; not while they are being looked for. */
  closesWithout: boolean
  onChoose: (item: Item, query: TypedQuery) => void
  /** Which item a further key chooses, with what is typed so far. */
  chosenBy?: (key: string, query: TypedQuery) => Item | undefined
  children: (item: Item, option: TypedOption) => ReactNode
}

/** Below what is being typed, what it finds. The caret stays in the text: the keys come from there. */
export function TypedList<Item>(props: TypedListProps<Item>) {
  const { editor, menu, query, items, label, closesWithout, onChoose, chosenBy, children } = props
  const text = query?.text ?? null
  const [chosen, setChosen] = useChosen(text, items.length)
  const listboxId = useId()
  const isOpen = query !== null && items.length > 0
  const optionId = (index: number) => `${listboxId}-${index}`
  const choose = (item: Item | undefined) => {
    if (item !== undefined && query) onChoose(item, query)
  }

  useEffect(() =>
    menu.takeKeys(editor, (event) => {
      if (!isOpen || event.ctrlKey || event.metaKey || event.altKey) return false
      const byKey = chosenBy?.(event.key, query)
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % items.length)
      else if (event.key === 'ArrowUp') setChosen((chosen + items.length - 1) % items.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(items[chosen])
      else if (event.key === 'Escape') menu.close(editor)
      else if (byKey !== undefined) choose(byKey)
      else return false
      return true
    }),
  )
  useEffect(() => {
    if (closesWithout && text !== null && items.length === 0) menu.close(editor)
  }, [editor, menu, text, items, closesWithout])
  const chosenId = isOpen ? optionId(chosen) : null
  useEffect(() => {
    if (chosenId !== null) menu.announce(editor, { listboxId, optionId: chosenId })
  }, [editor, menu, listboxId, chosenId])

  return (
    <FloatingPanel
      open={isOpen}
      place={() => (query ? textPlace(editor, query.from, query.from + 1) : new DOMRect())}
      onClose={() => menu.close(editor)}
      closesOutside
      side="bottom"
      align="start"
      // Fed by the keys of the text, which keeps the focus: no element of HTML does that.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      id={listboxId}
      aria-label={label}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      className="max-h-[min(25.5rem,var(--radix-popover-content-available-height))] w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-1"
    >
      {items.map((item, index) =>
        children(item, {
          id: optionId(index),
          // The list scrolls, so something in it must be reachable.
          tabIndex: index === chosen ? 0 : -1,
          isChosen: index === chosen,
          onPoint: () => setChosen(index),
          onChoose: () => choose(item),
        }),
      )}
    </FloatingPanel>
  )
}

/** The first one again for every other query; always one that is there. */
function useChosen(text: string | null, count: number): [number, (index: number) => void] {
  const [state, setState] = useState({ text, index: 0 })
  const index = state.text === text ? Math.min(state.index, Math.max(0, count - 1)) : 0
  return [index, (chosen) => setState({ text, index: chosen })]
}
