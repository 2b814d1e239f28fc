'use client'
import { ChevronDown, Eye, MessageSquareDiff, Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'

import type { WritingModeChoice } from '#features/suggestions/use-writing-mode'
import { modeKeys, type WritingMode } from '#features/suggestions/writing-mode'
import { Menu, MenuCheckboxItem, MenuContent, MenuTrigger } from '#ui/menu'

const icons: Readonly<Record<WritingMode, typeof Pencil>> = {
  editing: Pencil,
  suggesting: MessageSquareDiff,
  viewing: Eye,
}

/** Which mode the document is in, and the others. Nothing for those who may only read. */
export function ModeMenu({ choice: { mode, modes, setMode } }: { choice: WritingModeChoice }) {
  const t = useTranslations('suggestions')
  if (modes.length === 0) return null
  const Icon = icons[mode]
  const label = t('mode.label', { mode: t(`mode.${mode}`) })
  return (
    <Menu>
      <MenuTrigger>
        <button
          type="button"
          aria-label={label}
          title={label}
          data-mode={mode}
          className="inline-flex min-h-target min-w-target shrink-0 items-center justify-center gap-1.5 rounded-md px-2 text-sm transition-colors hover:bg-hover active:bg-active data-[mode=suggesting]:bg-accent-soft data-[mode=suggesting]:text-accent-text"
        >
          <Icon aria-hidden className="size-4" />
          <span className="hidden wide:inline">{t(`mode.${mode}`)}</span>
          <ChevronDown aria-hidden className="hidden size-3.5 text-muted desk:inline" />
        </button>
      </MenuTrigger>
      <MenuContent align="end">
        <ModeItems choice={{ mode, modes, setMode }} />
      </MenuContent>
    </Menu>
  )
}

/** The modes as entries of a menu. */
export function ModeItems({ choice: { mode, modes, setMode } }: { choice: WritingModeChoice }) {
  const t = useTranslations('suggestions')
  return modes.map((one) => {
    const Icon = icons[one]
    return (
      <MenuCheckboxItem
        key={one}
        icon={<Icon />}
        checked={one === mode}
        shortcut={modeKeys[one].shown}
        onCheckedChange={() => setMode(one)}
      >
        <span className="block">{t(`mode.${one}`)}</span>
        <span className="block text-xs text-muted">{t(`mode.about.${one}`)}</span>
      </MenuCheckboxItem>
    )
  })
}
