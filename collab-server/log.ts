export type LogLevel = 'info' | 'warn' | 'error'

/** One event; fields never hold a token or a query string. */
export type Log = (level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>) => void

/** One JSON line an event. */
export function jsonLog(write: (line: string) => void): Log {
  return (level, event, fields) =>
    write(`${JSON.stringify({ level, event, time: new Date().toISOString(), ...fields })}\n`)
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
