import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

const look = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line bg-raised text-text hover:border-line-strong',
  quiet: 'text-text hover:bg-hover active:bg-active',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
} as const

const height = {
  normal: 'min-h-target min-w-target px-3 text-sm',
  large: 'min-h-11 px-5 text-base',
} as const

type ButtonProps = ComponentProps<'button'> & {
  variant?: keyof typeof look
  size?: keyof typeof height
  /** Lends its looks to the one child, a link say. */
  asChild?: boolean
}

/** A button with words; an icon may stand before them. */
export function Button({ variant = 'secondary', size = 'normal', asChild, className, ...rest }: ButtonProps) {
  const Part = asChild ? Slot.Root : 'button'
  return (
    <Part
      {...(asChild ? {} : { type: 'button' as const })}
      {...rest}
      className={`inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-semibold whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 ${height[size]} ${look[variant]} ${className ?? ''}`}
    />
  )
}
