'use client'
import { useKeyNames, type KeyNames } from '#ui/ui-provider'

/**
 * A shortcut as people read it: `Mod-Shift-x` is `⇧⌘X` on a Mac and `Ctrl+Shift+X` elsewhere.
 * Only shown in parts that open after hydration, since a server does not know the keyboard; and not on
 * touch screens, which have none, but where shortcuts are what was asked for.
 */
export function Shortcut({
  keys,
  onTouch = false,
  className,
}: {
  keys: string
  onTouch?: boolean
  className?: string
}) {
  const names = useKeyNames()
  return (
    <kbd
      className={`font-sans text-xs whitespace-nowrap ${onTouch ? '' : 'coarse:hidden'} ${className ?? ''}`}
    >
      {shortcutText(keys, isMac(), names)}
    </kbd>
  )
}

/** `keys` as ProseMirror's keymaps write them, parts joined by `-`. */
export function shortcutText(keys: string, mac: boolean, names: KeyNames): string {
  const parts = keys.split('-').map((part) => (part === '' ? '-' : part))
  if (mac) {
    const symbols: Record<string, string> = {
      Mod: '⌘',
      Shift: '⇧',
      Alt: '⌥',
      Ctrl: '⌃',
      Enter: '↩',
      Space: names.space,
      ...arrows,
    }
    const order = ['Ctrl', 'Alt', 'Shift', 'Mod']
    const rank = (part: string) => (order.includes(part) ? order.indexOf(part) : order.length)
    return parts
      .toSorted((a, b) => rank(a) - rank(b))
      .map((part) => symbols[part] ?? keyText(part))
      .join('')
  }
  const words: Record<string, string> = {
    Mod: 'Ctrl',
    Shift: names.shift,
    Enter: names.enter,
    Space: names.space,
    ...arrows,
  }
  return parts.map((part) => words[part] ?? keyText(part)).join('+')
}

/** The same as `aria-keyshortcuts` wants it. */
export function ariaShortcut(keys: string, mac: boolean): string {
  const words: Record<string, string> = { Mod: mac ? 'Meta' : 'Control', Ctrl: 'Control' }
  return keys
    .split('-')
    .map((part) => words[part] ?? keyText(part))
    .join('+')
}

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
}

const arrows: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓' }

const keyText = (part: string) => (part.length === 1 ? part.toUpperCase() : part)
