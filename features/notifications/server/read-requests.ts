import { isWatchLevel, type WatchLevel } from '#features/notifications/watch-level'

const mostAtOnce = 200

/** What was read: some, or all up to one. Undefined where a body says neither. */
export function readReading(body: unknown): { ids: number[] } | { through: number } | undefined {
  const { ids, through } = (body ?? {}) as { ids?: unknown; through?: unknown }
  if (isId(through)) return { through }
  if (!Array.isArray(ids) || ids.length > mostAtOnce) return undefined
  const known = ids.filter(isId)
  return known.length === ids.length ? { ids: known } : undefined
}

export function readWatchLevel(body: unknown): WatchLevel | undefined {
  const { level } = (body ?? {}) as { level?: unknown }
  return isWatchLevel(level) ? level : undefined
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
