import { Pause, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'

import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'

/** In how many seconds the whole life goes by. */
const speeds = ['10', '30', '60', '180'] as const
type Speed = (typeof speeds)[number]

type ReplayBarProps = {
  /** The oldest version there is. */
  first: number
  length: number
  version: number
  onVersion: (version: number) => void
  /** Ended by whoever chooses a version meanwhile. */
  playing: boolean
  onPlayingChange: (playing: boolean) => void
  /** Who and when, of the version shown. */
  about: string
  color: string
}

/** Goes through the life of a document, by hand or by itself: evenly by its edits, so that nobody waits through a night. */
export function ReplayBar(props: ReplayBarProps) {
  const { first, length, version, onVersion, playing, onPlayingChange, about, color } = props
  const t = useTranslations('history')
  const [speed, setSpeed] = useState<Speed>('30')
  const show = useEffectEvent(onVersion)
  const end = useEffectEvent(() => onPlayingChange(false))
  const [startedFrom, setStartedFrom] = useState(first)
  useEffect(() => {
    if (!playing) return undefined
    const start = performance.now()
    let frame = requestAnimationFrame(function next(now) {
      const reached = startedFrom + ((now - start) / (Number(speed) * 1_000)) * (length - first + 1)
      show(Math.max(first, Math.min(length, Math.round(reached))))
      if (reached >= length) end()
      else frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  }, [playing, speed, startedFrom, first, length])
  const begin = (from: number) => setStartedFrom(from >= length ? first : from)
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-surface px-3 py-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))]">
      <IconButton
        label={playing ? t('pause') : t('play')}
        icon={playing ? <Pause /> : <Play />}
        onClick={() => {
          begin(version)
          onPlayingChange(!playing)
        }}
      />
      <input
        type="range"
        min={first}
        max={length}
        value={version}
        aria-label={t('slider')}
        aria-valuetext={about}
        onChange={(event) => {
          onPlayingChange(false)
          onVersion(Number(event.target.value))
        }}
        className="h-target min-w-24 grow basis-40 accent-accent"
      />
      <SelectField
        label={t('speed')}
        labelHidden
        value={speed}
        options={speeds.map((value) => ({ value, name: t('seconds', { seconds: Number(value) }) }))}
        onValueChange={(value) => {
          begin(version)
          setSpeed(value)
        }}
      />
      <p className="flex basis-full items-center gap-2 text-xs text-muted desk:basis-auto">
        <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ backgroundColor: color }} />
        <span className="min-w-0 truncate tabular-nums">{about}</span>
      </p>
    </div>
  )
}
