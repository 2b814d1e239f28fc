/** Of what in a document somebody wants to hear: of everything, of what names or concerns them, or of nothing. */
export const watchLevels = ['everything', 'mine', 'nothing'] as const

export type WatchLevel = (typeof watchLevels)[number]

export function isWatchLevel(value: unknown): value is WatchLevel {
  return watchLevels.some((level) => level === value)
}
