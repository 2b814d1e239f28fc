'use client'
import { ChevronDown } from 'lucide-react'
import { useId } from 'react'

type SelectFieldProps<Value extends string> = {
  label: string
  /** Keeps the label for those who do not see the field, where its place says enough. */
  labelHidden?: boolean
  hint?: string | undefined
  value: Value
  options: readonly { readonly value: Value; readonly name: string }[]
  onValueChange: (value: Value) => void
  disabled?: boolean
  className?: string
}

/** One of a few, by the browser's own list, which is at home on phones and with a keyboard. */
export function SelectField<Value extends string>({
  label,
  labelHidden,
  hint,
  value,
  options,
  onValueChange,
  disabled,
  className,
}: SelectFieldProps<Value>) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'mb-1 block text-sm font-semibold'}>
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value)
            if (chosen) onValueChange(chosen.value)
          }}
          className="block min-h-target w-full appearance-none truncate rounded-md border border-line-strong bg-sheet py-1 pr-8 pl-2.5 text-sm text-text focus-visible:border-accent focus-visible:outline-offset-0 disabled:opacity-50"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
        />
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
