export const logLevels = ['info', 'warn', 'error', 'off'] as const

/** What is written at least. */
export type LogThreshold = (typeof logLevels)[number]

export type LogLevel = Exclude<LogThreshold, 'off'>

/** One event; fields never hold a token or a query string. */
export type Log = (level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>) => void

/** One JSON line an event. */
export function jsonLog(write: (line: string) => void, threshold: LogThreshold = 'info'): Log {
  const least = logLevels.indexOf(threshold)
  return (level, event, fields) => {
    if (logLevels.indexOf(level) < least) return
    write(`${JSON.stringify({ level, event, time: new Date().toISOString(), ...fields })}\n`)
  }
}

/**
 * Lets through `linesPerSecond` of each kind of event and level, and says how many it kept back: whoever
 * makes thousands of connections or errors must not fill the disk with lines about them.
 */
export function boundedLog(
  log: Log,
  linesPerSecond: number,
  now: () => number = () => performance.now(),
): Log {
  type Count = { since: number; lines: number }
  const counts = new Map<string, Count>()
  return (level, event, fields) => {
    const key = `${level} ${event}`
    const at = now()
    let count = counts.get(key)
    if (!count) counts.set(key, (count = { since: at, lines: 0 }))
    if (at - count.since >= 1_000) {
      const keptBack = count.lines - linesPerSecond
      count.since = at
      count.lines = 0
      if (keptBack > 0) log(level, 'lines-kept-back', { of: event, count: keptBack })
    }
    count.lines++
    if (count.lines <= linesPerSecond) log(level, event, fields)
  }
}

/** Bounded, since some of it is made from what came over the wire. */
export function describeError(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300)
}
