'use client'
import './who-wrote.css'
import type { Editor } from '@tiptap/core'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'

import type { ElementOf } from '#features/history/shared-past'
import { useHistory, type OpenHistory } from '#features/history/use-history'
import { useVersionWords } from '#features/history/use-version-words'
import { type Writing, WrittenLetters } from '#features/history/written-letters'
import { writingAt, writtenPlugin, writtenPluginKey } from '#features/history/written-plugin'
import { IconButton } from '#ui/icon-button'

export type WhoWroteProps = {
  documentId: string
  editor: Editor
  /** Given to those who have written, in turn. */
  colors: readonly string[]
  peopleHere: readonly { readonly id: string; readonly name: string | null; readonly color: string }[]
  /** The person behind a client id, as long as they are here. */
  userOf: (client: number) => string | undefined
  elementOf: ElementOf
  onClose: () => void
}

/** Shows in the text who wrote what while people write on, and says whose the letter at the caret is. */
export default function WhoWrote(props: WhoWroteProps) {
  const { documentId, colors, peopleHere, onClose } = props
  const t = useTranslations('history')
  const colorsHere = useMemo(() => new Map(peopleHere.map(({ id, color }) => [id, color])), [peopleHere])
  const { history } = useHistory(documentId, colors, colorsHere)
  return (
    <aside
      aria-label={t('whoWrote.title')}
      className="who-wrote fixed inset-x-2 bottom-[calc(var(--foot,0px)+0.5rem)] z-20 mx-auto flex w-fit max-w-full animate-appear items-center gap-3 rounded-lg border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-soft print:hidden"
    >
      {typeof history === 'string' ? (
        <output>{t(history)}</output>
      ) : (
        <WriterAtCaret {...props} history={history} />
      )}
      <IconButton label={t('whoWrote.close')} icon={<X />} onClick={onClose} />
    </aside>
  )
}

type WriterAtCaretProps = WhoWroteProps & { history: OpenHistory }

function WriterAtCaret({ editor, history, peopleHere, userOf, elementOf }: WriterAtCaretProps) {
  const { past, people } = history
  const t = useTranslations('history')
  const { moment } = useVersionWords(people)
  const nowOf = useEffectEvent(userOf)
  const [letters] = useState(() => new WrittenLetters(past, (client) => nowOf(client), elementOf))
  const [writing, setWriting] = useState<Writing | undefined>(undefined)

  const personOf = (userId: string) => {
    const known = people[past.life.people.indexOf(userId)]
    const here = peopleHere.find(({ id }) => id === userId)
    return { name: here?.name ?? known?.name ?? null, color: known?.color ?? here?.color ?? '#625d56' }
  }
  const wordsOf = ({ userId, sequence }: Writing): string => {
    if (sequence === null) return t('whoWrote.now', { name: personOf(userId).name ?? t('somebody') })
    const at = moment(past.life.times[sequence - 1] ?? 0)
    const kind = past.kindOf(sequence)
    if (kind === 'before') return t('whoWrote.before', { at })
    if (kind === 'import') return t('whoWrote.fromFile', { at })
    if (kind === 'seed' || kind === 'copy') return t('whoWrote.fromBeginning', { at })
    const by = past.atOnce.has(sequence) ? 'whoWrote.atOnce' : 'whoWrote.by'
    return t(by, { name: personOf(userId).name ?? t('somebody'), at })
  }
  const colorOf = useEffectEvent((userId: string) => personOf(userId).color)
  const inWords = useEffectEvent(wordsOf)

  useEffect(() => {
    const look = {
      colorOf: (userId: string) => colorOf(userId),
      wordsOf: (one: Writing) => inWords(one),
      isAtOnce: ({ sequence }: Writing) => sequence !== null && history.past.atOnce.has(sequence),
    }
    editor.registerPlugin(writtenPlugin(letters, look))
    const note = () => setWriting(writingAt(editor.state, letters, editor.state.selection.from))
    note()
    editor.on('transaction', note)
    return () => {
      editor.off('transaction', note)
      editor.unregisterPlugin(writtenPluginKey)
    }
  }, [editor, letters, history])

  return (
    <p className="flex min-w-0 items-center gap-2">
      <span
        aria-hidden
        className="size-2.5 shrink-0 rounded-full bg-line-strong"
        {...(writing && { style: { backgroundColor: personOf(writing.userId).color } })}
      />
      <output className="min-w-0 truncate">{writing ? wordsOf(writing) : t('whoWrote.nothing')}</output>
    </p>
  )
}
