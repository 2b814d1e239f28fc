// @ts-check

/**
 * @typedef {{ firstDelayMs: number, maxDelayMs: number, fastCrashMs: number, maxFastCrashes: number }} RestartLimits
 */

/** @type {RestartLimits} */
export const defaultRestartLimits = {
  firstDelayMs: 500,
  maxDelayMs: 8000,
  fastCrashMs: 20_000,
  maxFastCrashes: 5,
}

/**
 * Decides after each crash of one server how long to wait before the next start: longer each time it
 * crashes soon after a start, and undefined (give up) once it did so too often in a row.
 * @param {RestartLimits} limits
 * @returns {(upForMs: number) => number | undefined} the delay in ms
 */
export function createRestartPolicy({ firstDelayMs, maxDelayMs, fastCrashMs, maxFastCrashes }) {
  let fastCrashes = 0
  return (upForMs) => {
    fastCrashes = upForMs < fastCrashMs ? fastCrashes + 1 : 0
    if (fastCrashes >= maxFastCrashes) return undefined
    return Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, fastCrashes - 1))
  }
}
