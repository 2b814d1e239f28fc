'use client'
import type { ComponentProps, ReactNode } from 'react'

import { ariaShortcut, isMac } from '#ui/shortcut'
import { Tooltip } from '#ui/tooltip'

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** The accessible name, also shown as tooltip. */
  label: string
  icon: ReactNode
  /** As in a keymap, `Mod-b`. */
  shortcut?: string | undefined
  /** For a toggle; absent for a plain command. */
  pressed?: boolean | undefined
  /** Pressed where nobody pressed it, as what holds anyway: no reason to draw the eye. */
  quiet?: boolean
  tooltipSide?: 'top' | 'bottom' | 'left' | 'right'
}

/** A square of 32 px for a pointer, 44 px for a finger. Passes props and ref on, so it can be a trigger. */
export function IconButton({
  label,
  icon,
  shortcut,
  pressed,
  quiet = false,
  tooltipSide,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} {...(tooltipSide ? { side: tooltipSide } : {})}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut, isMac())}
        suppressHydrationWarning
        className={`inline-grid size-target shrink-0 place-items-center rounded-md text-text transition-colors hover:bg-hover active:bg-active disabled:pointer-events-none disabled:opacity-40 ${quiet ? '' : 'aria-pressed:bg-accent-soft aria-pressed:text-accent-text'} [&_svg]:size-[18px] ${className ?? ''}`}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
