'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import { putWatchLevel, requestWatchLevel } from '#features/notifications/notification-requests'
import { type WatchLevel, watchLevels } from '#features/notifications/watch-level'
import { SelectField } from '#ui/select-field'

/** Of what in this document somebody wants to hear. */
export function WatchField({ documentId }: { documentId: string }) {
  const t = useTranslations('notifications')
  const [level, setLevel] = useState<WatchLevel | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let isWanted = true
    requestWatchLevel(documentId).then(
      (known) => isWanted && setLevel(known),
      () => isWanted && setFailed(true),
    )
    return () => {
      isWanted = false
    }
  }, [documentId])
  const choose = async (wanted: WatchLevel) => {
    setLevel(wanted)
    setFailed(false)
    try {
      await putWatchLevel(documentId, wanted)
    } catch {
      setLevel(level)
      setFailed(true)
    }
  }
  return (
    <div className="shrink-0 border-t border-line px-4 py-3">
      <SelectField
        label={t('watch.label')}
        value={level ?? 'mine'}
        disabled={level === null}
        options={watchLevels.map((value) => ({ value, name: t(`watch.${value}`) }))}
        onValueChange={(wanted) => void choose(wanted)}
        hint={failed ? t('watch.failed') : undefined}
      />
    </div>
  )
}
