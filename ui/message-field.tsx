'use client'
import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'

import { IconButton } from '#ui/icon-button'
import { ListOption } from '#ui/list-option'
import { type Named, typedMention } from '#ui/mention-typed'

type Words = { readonly text: string; readonly mentions: readonly Named[] }

type MessageFieldProps = {
  label: string
  sendLabel: string
  /** Of the list of those who may be named. */
  peopleLabel: string
  people: readonly Named[]
  maxLength: number
  mostMentions: number
  initial?: Words
  /** What was being written when this was last here. */
  begun?: Words | null
  /** Hears of each letter, and not of what is sent. */
  onDraft?: (words: Words) => void
  /** Calls with what was typed before this was there, and again with all of it for each further letter. */
  takeTyped?: (receive: (text: string) => void) => void
  /** Takes the focus as soon as it is there. */
  takesFocus?: boolean
  onSend: (text: string, mentions: readonly Named[]) => void
  /** Escape, where there is something to go back to. */
  onCancel?: () => void
}

/** A field for a message: Enter sends it, Shift+Enter begins a line, an @ names somebody. */
export function MessageField(props: MessageFieldProps) {
  const { label, people, initial, takesFocus = initial !== undefined, takeTyped, onSend, onCancel } = props
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const atFirst = initial ?? props.begun
  const [text, setText] = useState(atFirst?.text ?? '')
  const [named, setNamed] = useState<readonly Named[]>(atFirst?.mentions ?? [])
  const [caret, setCaret] = useState(0)
  const [chosen, setChosen] = useState(0)
  const [dismissedAt, setDismissedAt] = useState<number | null>(null)
  const typed = typedMention(text, caret, people)
  const menu = typed && typed.from !== dismissedAt ? typed : null
  const active = menu ? Math.min(chosen, menu.choices.length - 1) : 0

  useLayoutEffect(
    () =>
      takeTyped?.((typed) => {
        setText(typed)
        setCaret(typed.length)
      }),
    [takeTyped],
  )
  // As high as its lines, up to a bound of its own.
  useLayoutEffect(() => {
    const { current } = field
    if (!current) return
    current.style.height = 'auto'
    current.style.height = `${current.scrollHeight + 2}px`
  })
  useLayoutEffect(() => {
    if (!takesFocus) return
    // Where it stands may be on its way to its place.
    field.current?.focus({ preventScroll: true })
    const { length } = field.current?.value ?? ''
    field.current?.setSelectionRange(length, length)
  }, [takesFocus])

  const write = (words: Words) => {
    setText(words.text)
    setNamed(words.mentions)
    props.onDraft?.(words)
  }
  const send = () => {
    const mentions = named.filter(({ name }) => text.includes(`@${name}`)).slice(0, props.mostMentions)
    if (text.trim() === '') return
    onSend(text.trim(), mentions)
    if (initial) return
    setText('')
    setNamed([])
  }
  const name = (person: Named) => {
    if (!menu) return
    const before = `${text.slice(0, menu.from)}@${person.name} `
    const mentions = [...named.filter((one) => one.id !== person.id), person]
    write({ text: before + text.slice(menu.to), mentions })
    setCaret(before.length)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(before.length, before.length)
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // What ends a composed word does not end a message.
    if (event.nativeEvent.isComposing) return
    if (menu) {
      const { length } = menu.choices
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const person = menu.choices[active]
      if (step !== undefined) setChosen((active + step + length) % length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && person) name(person)
      else if (event.key === 'Escape') setDismissedAt(menu.from)
      else return
      event.preventDefault()
      event.stopPropagation()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && onCancel) {
      event.preventDefault()
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    <div className="relative flex items-end gap-1">
      {menu && (
        <div
          id={`${id}-people`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- of a field that keeps the focus
          role="listbox"
          aria-label={props.peopleLabel}
          className="absolute bottom-full left-0 mb-1 flex w-full flex-col rounded-lg border border-line bg-raised p-1 shadow-soft"
        >
          {menu.choices.map((person, index) => (
            <ListOption
              key={person.id}
              id={`${id}-${index}`}
              isChosen={index === active}
              onPoint={() => setChosen(index)}
              onChoose={() => name(person)}
              onPointerDown={(event) => event.preventDefault()}
              className="truncate px-2 text-left aria-selected:bg-hover"
            >
              {person.name}
            </ListOption>
          ))}
        </div>
      )}
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={props.maxLength}
        aria-label={label}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={menu ? `${id}-people` : undefined}
        aria-activedescendant={menu ? `${id}-${active}` : undefined}
        onChange={({ target }) => {
          write({ text: target.value, mentions: named })
          setChosen(0)
          setDismissedAt(null)
          setCaret(target.selectionEnd)
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionEnd)}
        onKeyDown={onKeyDown}
        className="block max-h-40 min-h-target w-full resize-none rounded-md border border-line-strong bg-sheet px-2.5 py-1.5 text-base text-text placeholder:text-muted focus-visible:border-accent focus-visible:outline-offset-0 desk:text-sm"
      />
      <IconButton
        label={props.sendLabel}
        icon={<SendHorizontal />}
        disabled={text.trim() === ''}
        onClick={send}
        tooltipSide="top"
      />
    </div>
  )
}
