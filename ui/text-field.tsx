'use client'
import { useId, type ComponentProps } from 'react'

type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string
  /** Keeps the label for those who do not see the field, where its place says enough. */
  labelHidden?: boolean
  hint?: string | undefined
  /** Says what is wrong and what to do; the field is then marked invalid. */
  error?: string | undefined
}

/** One line of text with its label, and below it a hint or what is wrong. */
export function TextField({ label, labelHidden, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'mb-1 block text-sm font-semibold'}>
        {label}
      </label>
      <input
        type="text"
        {...rest}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        className="block min-h-target w-full rounded-md border border-line-strong bg-sheet px-2.5 py-1 text-base text-text placeholder:text-muted focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger"
      />
      {note !== undefined && (
        <p
          id={`${id}-note`}
          role={error === undefined ? undefined : 'alert'}
          className={`mt-1 text-xs ${error === undefined ? 'text-muted' : 'text-danger'}`}
        >
          {note}
        </p>
      )}
    </div>
  )
}
