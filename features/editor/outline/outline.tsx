'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'

import { goToHeading } from '#features/editor/outline/go-to-heading'
import { headingAt, headingsOf } from '#features/editor/outline/headings'
import { setOutlineOpen } from '#features/editor/panels/open-panel'
import { IconButton } from '#ui/icon-button'

/** Beside the sheet, or over the screen of a phone: the document's headings, and the way to each. */
export default function Outline({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.outline')
  const { headings, here } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const headings = headingsOf(state.doc)
      return { headings, here: headingAt(headings, state.selection.head)?.pos ?? null }
    },
  })
  const list = useRef<HTMLUListElement>(null)
  // In a long one where one is, and not its beginning.
  useEffect(() => {
    if (here !== null) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [here])
  const top = Math.min(...headings.map(({ level }) => level))
  return (
    // Escape leaves it from wherever in it the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <nav
      aria-label={t('title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        setOutlineOpen(editor, false)
        editor.commands.focus()
      }}
      className="outline-panel fixed z-20 flex animate-appear flex-col border-line bg-surface text-sm text-text print:hidden"
    >
      <div className="flex items-center justify-between gap-2 py-1 pr-1 pl-4">
        <h2 className="font-semibold">{t('title')}</h2>
        <IconButton label={t('close')} icon={<X />} onClick={() => setOutlineOpen(editor, false)} />
      </div>
      {headings.length === 0 && <p className="px-4 pb-4 text-muted">{t('empty')}</p>}
      <ul ref={list} className="min-h-0 grow overflow-y-auto px-2 pb-4">
        {headings.map((heading, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={heading.pos === here ? 'location' : undefined}
              onClick={() => goToHeading(editor.view, heading.pos)}
              style={{ paddingInlineStart: `${0.5 + (heading.level - top) * 0.75}rem` }}
              className="flex min-h-target w-full items-center rounded-md pr-2 text-left transition-colors hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
            >
              <span className="line-clamp-2">{heading.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
