import type { Figure, Measured, Scenario, Target } from './scenarios/scenario.ts'
import type { ServerName } from './servers.ts'
import { median } from './statistics.ts'

/** All runs of a scenario, round by round, for each server. */
export type Result = {
  readonly scenario: Scenario
  readonly runs: ReadonlyMap<ServerName, readonly Measured[]>
}

export type Verdict = 'met' | 'floor' | 'missed' | 'unknown'

export type JudgedTarget = {
  readonly target: Target
  /** What is compared with the bound: a ratio to a peer, or the figure itself. */
  readonly actual: number | undefined
  readonly verdict: Verdict
}

/** The values of one kind that the runs of a server gave. */
export function valuesOf(result: Result, server: ServerName, value: string): number[] {
  return (result.runs.get(server) ?? []).flatMap((run) => run.values[value] ?? [])
}

export function medianOf(result: Result, server: ServerName, value: string): number | undefined {
  const values = valuesOf(result, server, value)
  return values.length > 0 ? median(values) : undefined
}

/** What readers of a server were sent that they should not have been, each once. */
export function problemsOf(result: Result, server: ServerName): string[] {
  return [...new Set((result.runs.get(server) ?? []).flatMap((run) => run.problems))]
}

/** How Pliego's median stands to each target; where its readers missed anything, it stands nowhere. */
export function judge(result: Result, figure: Figure): JudgedTarget[] {
  const own = medianOf(result, 'pliego', figure.value)
  const isValid = problemsOf(result, 'pliego').length === 0
  return figure.targets.map((target) => {
    const other = 'than' in target ? medianOf(result, target.than, figure.value) : 1
    const actual = own === undefined || other === undefined || !isValid ? undefined : own / other
    return { target, actual, verdict: actual === undefined ? 'unknown' : verdictOf(target, actual) }
  })
}

export function verdictOf(target: Target, actual: number): Verdict {
  if ('atLeast' in target) {
    if (actual >= target.atLeast) return 'met'
    return target.floor !== undefined && actual >= target.floor ? 'floor' : 'missed'
  }
  if (actual <= target.atMost) return 'met'
  return target.floor !== undefined && actual <= target.floor ? 'floor' : 'missed'
}
