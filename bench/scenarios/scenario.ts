import type { BenchSettings } from '../bench-run.ts'
import type { ServerKind, ServerName } from '../servers.ts'

/** What one run of one server gave. */
export type Measured = {
  readonly values: Readonly<Record<string, number>>
  /** Why its figures mean nothing, or what a reader was sent that no reader should be. */
  readonly problems: readonly string[]
  /** The most of one processor that the load itself used. */
  readonly loadCpu: number
}

export type Target = { readonly floor?: number } & (
  | { readonly than: ServerName; readonly atMost: number }
  | { readonly than: ServerName; readonly atLeast: number }
  | { readonly atMost: number }
)

/** A value of a scenario that the table shows, and what it should be. */
export type Figure = {
  readonly letter: string
  readonly title: string
  readonly unit: string
  readonly value: string
  readonly targets: readonly Target[]
}

export type Scenario = {
  readonly name: string
  readonly title: string
  readonly servers: readonly ServerName[]
  readonly figures: readonly Figure[]
  /** Peers take part in no more rounds than this where each takes them a minute. */
  readonly peerRounds?: number
  run(kind: ServerKind, settings: BenchSettings): Promise<Measured>
}
