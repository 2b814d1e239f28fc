'use client'
import type { Editor } from '@tiptap/core'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Toolbar } from 'radix-ui'

import { headings, paragraph } from '#features/editor/commands/block-commands'
import { CommandMenu } from '#features/editor/commands/command-menu.tsx'
import type { SelectionContext } from '#features/editor/commands/selection-context'

/** What a selected node that is no paragraph is called. */
const commandOfNode: ReadonlyMap<string, string> = new Map([
  ['image', 'image'],
  ['horizontalRule', 'divider'],
])

type StyleMenuProps = { editor: Editor; context: SelectionContext }

/** Shows what kind of paragraph the caret is in, and changes it. */
export function StyleMenu({ editor, context }: StyleMenuProps) {
  const t = useTranslations('editor')
  const { textStyle, nodeSelected } = context
  const shown = textStyle ?? commandOfNode.get(nodeSelected ?? '')
  const name = shown === undefined ? t('mixedStyles') : t(`commands.${shown}`)
  return (
    <CommandMenu
      editor={editor}
      context={context}
      groups={[[paragraph], headings]}
      trigger={
        <Toolbar.Button
          data-fixed=""
          aria-label={t('textStyle', { style: name })}
          className="inline-flex h-target w-25 shrink-0 items-center justify-between gap-1 rounded-md px-2 text-sm text-text transition-colors hover:bg-hover data-[state=open]:bg-active desk:w-32"
        >
          <span className="truncate">{name}</span>
          <ChevronDown className="size-3.5 shrink-0 text-muted" aria-hidden />
        </Toolbar.Button>
      }
    />
  )
}
