'use client'
import { useTranslations } from 'next-intl'

import type { SuggestionLine } from '#features/suggestions/suggestion-lines'

const added = (chunks: React.ReactNode) => <ins className="text-insertion">{chunks}</ins>
const gone = (chunks: React.ReactNode) => <del className="text-deletion">{chunks}</del>
const plain = (chunks: React.ReactNode) => <span>{chunks}</span>

/** A line of a card in words. */
export function SuggestionWords({ line }: { line: SuggestionLine }) {
  const t = useTranslations('suggestions')
  const block = (name: string) => (t.has(`blocks.${name}`) ? t(`blocks.${name}`) : t('blocks.other'))
  const mark = (name: string) => (t.has(`marks.${name}`) ? t(`marks.${name}`) : t('marks.other'))
  switch (line.kind) {
    case 'replace':
      return t.rich('lines.replace', {
        deleted: line.deleted,
        inserted: line.inserted,
        ins: added,
        del: gone,
      })
    case 'add':
      return line.text.trim() === ''
        ? t('lines.addSpace')
        : t.rich('lines.add', { text: line.text, ins: added })
    case 'delete':
      return line.text.trim() === ''
        ? t('lines.deleteSpace')
        : t.rich('lines.delete', { text: line.text, del: gone })
    case 'format': {
      const names = line.formats.map((name) =>
        name.startsWith('-') ? t('without', { mark: mark(name.slice(1)) }) : mark(name),
      )
      return t.rich('lines.format', { formats: names.join(', '), text: line.text, plain })
    }
    case 'newParagraph':
    case 'join':
      return t(`lines.${line.kind}`, { count: line.count })
    case 'indent':
    case 'outdent': {
      const hasText = line.text.trim() === '' ? 'no' : 'yes'
      return t.rich(`lines.${line.kind}`, { text: line.text, hasText, plain })
    }
    case 'become':
    case 'deleteBlock':
    case 'insertBlock':
    case 'layout':
    case 'moveBlock':
    case 'takeOut':
      break
  }
  return t.rich(`lines.${line.kind}`, {
    block: block(line.block),
    text: line.text,
    hasText: line.text.trim() === '' ? 'no' : 'yes',
    plain,
  })
}
