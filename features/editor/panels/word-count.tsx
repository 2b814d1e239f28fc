'use client'
import type { Editor } from '@tiptap/core'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'

import { countText } from '#features/editor/panels/count-words'
import { closePanel } from '#features/editor/panels/open-panel'
import { positionLetters } from '#schema/position-letters'
import { Dialog } from '#ui/dialog'

/** How long the text is, and the selected part of it, as of when it was asked. */
export default function WordCount({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.wordCount')
  const locale = useLocale()
  const format = useFormatter()
  const [{ all, selected }] = useState(() => {
    const { doc, selection } = editor.state
    const { from, to, empty } = selection
    return {
      all: countText(blockTexts(editor, 0, doc.content.size), locale),
      selected: empty ? null : countText(blockTexts(editor, from, to), locale),
    }
  })
  return (
    <Dialog open onOpenChange={() => closePanel(editor)} title={t('title')} closeLabel={t('close')}>
      <table className="mt-3 w-full text-left">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col">
              <span className="sr-only">{t('title')}</span>
            </th>
            <th scope="col" className="py-1 text-right font-semibold">
              {t('document')}
            </th>
            {selected && (
              <th scope="col" className="py-1 text-right font-semibold">
                {t('selection')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {(['words', 'characters', 'charactersWithoutSpaces'] as const).map((name) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-2 font-normal">
                {t(name)}
              </th>
              <td className="py-2 text-right tabular-nums">{format.number(all[name])}</td>
              {selected && <td className="py-2 text-right tabular-nums">{format.number(selected[name])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}

function blockTexts({ state: { doc } }: Editor, from: number, to: number): string[] {
  const texts: string[] = []
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true
    const start = pos + 1
    const letters = positionLetters(node, () => ' ').replaceAll('\uFFFC', ' ')
    texts.push(letters.slice(Math.max(0, from - start), to - start))
    return false
  })
  return texts
}
