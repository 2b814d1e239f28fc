'use client'
import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'

type ListSearchProps = {
  label: string
  value: string
  onValueChange: (value: string) => void
  /** Element ids of the list it searches, and of the option that is chosen in it. */
  listId: string
  optionId: string | undefined
  onKeyDown: (event: KeyboardEvent) => void
}

/** For a panel that begins with such a field: what was typed before it came is not selected, which would lose it. */
export function focusField(event: Event): void {
  event.preventDefault()
  if (event.target instanceof Element) event.target.querySelector('input')?.focus({ preventScroll: true })
}

/** The field above a list: it keeps the focus, and its keys choose in the list. */
export function ListSearch({ label, value, onValueChange, listId, optionId, onKeyDown }: ListSearchProps) {
  return (
    <div className="flex shrink-0 items-center gap-2.5 border-b border-line px-3 focus-within:border-accent">
      <Search className="size-4 shrink-0 text-muted" aria-hidden />
      <input
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={optionId}
        aria-autocomplete="list"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-h-11 w-full bg-transparent text-base outline-none placeholder:text-muted"
      />
    </div>
  )
}
