'use client'
import './merge-receipt.css'
import { X } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'

import { useDeedWords } from '#features/merge-receipt/deed-words'
import type { LiveText } from '#features/merge-receipt/find-place'
import { goToPlace } from '#features/merge-receipt/go-to-place'
import type { OwnLine, Place, Receipt, ReceiptLine } from '#features/merge-receipt/merge-receipt'
import { OwnFate } from '#features/merge-receipt/own-fate.tsx'
import { ReceiptEntry } from '#features/merge-receipt/receipt-entry.tsx'
import { spotPlugin, spotPluginKey } from '#features/merge-receipt/spot-plugin'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SidePanel } from '#ui/side-panel'

export type ReceiptPanelProps = {
  receipt: Receipt
  text: LiveText
  /** Who made a change that came from the server; null where nobody knows. */
  whoDid: (line: Pick<ReceiptLine, 'came' | 'went'>) => { readonly name: string } | 'self' | null
  blockName: (kind: string, level: number | null) => string
  onClose: () => void
  /** Everything has been seen. */
  onDone: () => void
}

/** More than anybody reads before they ask for all. */
const mostAtFirst = 30

/** What happened while this person was offline, beside the text; below it on a phone. */
export default function ReceiptPanel(props: ReceiptPanelProps) {
  const { receipt, text, whoDid, blockName, onClose, onDone } = props
  const t = useTranslations('mergeReceipt')
  const format = useFormatter()
  const wordsOf = useDeedWords(blockName)
  const [active, setActive] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const { editor } = text
  useEffect(() => {
    heading.current?.focus()
    editor.registerPlugin(spotPlugin())
    return () => {
      if (!editor.isDestroyed) editor.unregisterPlugin(spotPluginKey)
    }
  }, [editor])
  const entry = (id: string, place: Place, now: string, children: ReactNode) => (
    <ReceiptEntry
      key={id}
      now={now}
      active={id === active}
      onGo={() => {
        setActive(id)
        goToPlace(text, place)
      }}
    >
      {children}
    </ReceiptEntry>
  )
  const told = ({ id, deeds }: ReceiptLine, name: string, by: 'you' | 'other') => (
    <p key={id}>{t('by', { name, what: deeds.map((deed) => wordsOf(deed, by)).join(', ') })}</p>
  )
  const own = (line: OwnLine) => [
    told(line, t('you'), 'you'),
    <OwnFate key={`${line.id}-fate`} line={line} />,
  ]
  const others = (line: ReceiptLine) => {
    const who = whoDid(line)
    if (who === 'self') return told(line, t('yourself'), 'you')
    return told(line, who?.name ?? t('others'), 'other')
  }
  return (
    <SidePanel label={t('title')} onClose={onClose} under="toolbar">
      <div className="flex shrink-0 items-center gap-2 border-b border-line py-1 pr-1 pl-4">
        <h2 ref={heading} tabIndex={-1} className="mr-auto font-semibold outline-none">
          {t('title')}
        </h2>
        <IconButton label={t('close')} icon={<X />} onClick={onClose} />
      </div>
      <div className="flex min-h-0 grow flex-col gap-4 overflow-y-auto overscroll-contain p-3">
        <p className="px-1 text-xs text-muted">
          {format.dateTimeRange(receipt.since, receipt.until, { dateStyle: 'medium', timeStyle: 'short' })}
        </p>
        <Section title={t('spots', { count: receipt.spots.length })}>
          {receipt.spots.map(({ id, place, now, mine, theirs }) =>
            entry(id, place, now, [...theirs.map(others), ...mine.flatMap(own)]),
          )}
        </Section>
        <Section title={t('theirs')}>
          {receipt.theirs.map((line) => entry(line.id, line.place, line.now, others(line)))}
        </Section>
        <Section title={t('mine')}>
          {receipt.mine.map((line) => entry(line.id, line.place, line.now, own(line)))}
        </Section>
      </div>
      <div className="shrink-0 border-t border-line p-2">
        <Button className="w-full" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </SidePanel>
  )
}

function Section({ title, children }: { title: string; children: readonly ReactNode[] }) {
  const t = useTranslations('mergeReceipt')
  const [all, setAll] = useState(false)
  if (children.length === 0) return null
  const isCut = !all && children.length > mostAtFirst
  return (
    <section aria-label={title}>
      <h3 className="px-1 pb-2 text-xs font-semibold text-muted">{title}</h3>
      <ul className="flex flex-col gap-2">{isCut ? children.slice(0, mostAtFirst) : children}</ul>
      {isCut && (
        <Button variant="quiet" className="mt-2 w-full" onClick={() => setAll(true)}>
          {t('all', { count: children.length })}
        </Button>
      )}
    </section>
  )
}
