'use client'
import { useId, type ComponentProps } from 'react'

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id'> & {
  label: string
  /** Says what is wrong and what to do; the field is then marked invalid. */
  error?: string | undefined
}

/** Some lines of text with their label, and below them what is wrong. */
export function TextArea({ label, error, className, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-semibold">
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-note`}
        className="block min-h-target w-full rounded-md border border-line-strong bg-sheet px-2.5 py-1.5 text-base text-text placeholder:text-muted focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger"
      />
      {error !== undefined && (
        <p id={`${id}-note`} role="alert" className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  )
}
