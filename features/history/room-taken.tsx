import { useFormatter, useTranslations } from 'next-intl'
import { memo } from 'react'

import type { History } from '#features/history/history-file'

/** How much room the document takes on the server, and for what. */
export const RoomTaken = memo(function RoomTaken({ takes }: { takes: History['takes'] }) {
  const t = useTranslations('history')
  const format = useFormatter()
  const { text, history, images } = takes
  const size = (bytes: number) => {
    const [unit, value] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : (['megabyte', bytes / 1e6] as const)
    // What takes anything at all is not nothing.
    return format.number(bytes === 0 ? 0 : Math.max(0.1, value), {
      style: 'unit',
      unit,
      maximumFractionDigits: value < 10 ? 1 : 0,
    })
  }
  return (
    <p className="px-4 py-4 text-xs text-muted">
      {t(images > 0 ? 'takesWithImages' : 'takes', {
        all: size(text + history + images),
        text: size(text),
        history: size(history),
        images: size(images),
      })}
    </p>
  )
})
