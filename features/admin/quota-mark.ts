/** So that a limit can be raised before somebody is refused an image. */
const nearlyFull = 0.9

/** What administrators are told of how full somebody's limit is; null while there is room, or no limit. */
export function quotaMark(bytes: number, quotaMb: number | null): 'quotaNear' | 'quotaReached' | null {
  if (quotaMb === null) return null
  const fullness = bytes / (quotaMb * 1_000_000)
  if (fullness >= 1) return 'quotaReached'
  return fullness >= nearlyFull ? 'quotaNear' : null
}
