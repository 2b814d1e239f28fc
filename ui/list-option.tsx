'use client'
import { type ComponentProps, useEffect, useRef } from 'react'

type ListOptionProps = Omit<ComponentProps<'button'>, 'role' | 'type' | 'onClick'> & {
  isChosen: boolean
  /** The pointer has come to it, which chooses it as the arrow keys do. */
  onPoint: () => void
  onChoose: () => void
}

/** One of a list whose keys come from elsewhere, the text or a field, which keeps the focus. */
export function ListOption({ isChosen, onPoint, onChoose, className, ...rest }: ListOptionProps) {
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <button
      tabIndex={-1}
      {...rest}
      ref={element}
      type="button"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is in such a listbox
      role="option"
      aria-selected={isChosen}
      onPointerMove={isChosen ? undefined : onPoint}
      onClick={onChoose}
      className={`min-h-target cursor-default rounded-md select-none ${className ?? ''}`}
    />
  )
}
