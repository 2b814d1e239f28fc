'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { NodeSection } from '#features/admin/status/node-section.tsx'
import type { Range } from '#features/admin/status/kept-status'
import { type ListenToStatus, useStatus } from '#features/admin/status/use-status'
import { Button } from '#ui/button'

/** How each server is doing, now or over the last hours. */
export function StatusView({ listen }: { listen: ListenToStatus }) {
  const t = useTranslations('admin.status')
  const [range, setRange] = useState<Range>('live')
  const { nodes, state } = useStatus(listen)
  return (
    <>
      <p className="mt-4 text-pretty text-muted">{t('text')}</p>
      <fieldset className="mt-4 flex gap-1">
        <legend className="sr-only">{t('range')}</legend>
        {(['live', 'minutes'] as const).map((one) => (
          <Button
            key={one}
            variant={one === range ? 'secondary' : 'quiet'}
            aria-pressed={one === range}
            onClick={() => setRange(one)}
          >
            {t(`ranges.${one}`)}
          </Button>
        ))}
      </fieldset>
      <output className="mt-4 block text-muted empty:hidden">{state === 'here' ? null : t(state)}</output>
      {nodes.map((node) => (
        <NodeSection key={node.node} node={node} range={range} />
      ))}
    </>
  )
}
