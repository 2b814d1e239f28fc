'use client'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'

import { ariaShortcut, isMac, Shortcut } from '#ui/shortcut'

const panel =
  'z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 text-sm text-text shadow-soft'
const row =
  'flex min-h-target cursor-default items-center gap-2.5 rounded-md px-2 outline-none select-none data-disabled:opacity-40 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

/**
 * A dropdown menu. Not modal: the page behind keeps its scrollbar and stays readable; Escape, a press
 * outside or a choice closes it and focus goes back to the trigger.
 */
export function Menu(props: ComponentProps<typeof DropdownMenu.Root>) {
  return <DropdownMenu.Root modal={false} {...props} />
}

/** Gives its behaviour to its one child, a button. */
export function MenuTrigger(props: ComponentProps<typeof DropdownMenu.Trigger>) {
  return <DropdownMenu.Trigger asChild {...props} />
}

export function MenuContent({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align="start"
        // One that scrolls must be reachable for who scrolls by keys; Tab itself does nothing in menus.
        tabIndex={0}
        sideOffset={4}
        collisionPadding={8}
        {...rest}
        className={`phone-sheet ${panel} ${className ?? ''}`}
      />
    </DropdownMenu.Portal>
  )
}

type RowProps = { icon?: ReactNode; shortcut?: string | undefined; danger?: boolean; children: ReactNode }

export function MenuItem({
  icon,
  shortcut,
  danger,
  children,
  className,
  ...rest
}: RowProps & ComponentProps<typeof DropdownMenu.Item>) {
  return (
    <DropdownMenu.Item
      {...rest}
      {...spoken(shortcut)}
      className={`${row} ${danger ? 'text-danger' : ''} ${className ?? ''}`}
    >
      {icon}
      <span className="grow">{children}</span>
      <RowShortcut keys={shortcut} />
    </DropdownMenu.Item>
  )
}

export function MenuCheckboxItem({
  icon,
  shortcut,
  children,
  ...rest
}: Omit<RowProps, 'danger'> & ComponentProps<typeof DropdownMenu.CheckboxItem>) {
  return (
    <DropdownMenu.CheckboxItem {...rest} {...spoken(shortcut)} className={row}>
      {icon}
      <span className="grow">{children}</span>
      <RowShortcut keys={shortcut} />
      <Tick />
    </DropdownMenu.CheckboxItem>
  )
}

export function MenuRadioGroup(props: ComponentProps<typeof DropdownMenu.RadioGroup>) {
  return <DropdownMenu.RadioGroup {...props} />
}

export function MenuRadioItem({
  icon,
  children,
  ...rest
}: { icon?: ReactNode } & ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem {...rest} className={row}>
      {icon}
      <span className="grow">{children}</span>
      <Tick />
    </DropdownMenu.RadioItem>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-2 pb-1 text-xs font-semibold text-muted">
      {children}
    </DropdownMenu.Label>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-2 my-1 h-px bg-line" />
}

/** Seen beside the name, and not a part of it: whoever hears the menu hears it as a shortcut. */
function RowShortcut({ keys }: { keys: string | undefined }) {
  if (keys === undefined) return null
  return (
    <span aria-hidden className="contents">
      <Shortcut keys={keys} className="pl-4 text-muted" />
    </span>
  )
}

function spoken(shortcut: string | undefined): { 'aria-keyshortcuts'?: string } {
  return shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaShortcut(shortcut, isMac()) }
}

function Tick() {
  return (
    <span className="grid size-4 place-items-center">
      <DropdownMenu.ItemIndicator>
        <Check className="text-accent-text" />
      </DropdownMenu.ItemIndicator>
    </span>
  )
}
