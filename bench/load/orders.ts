import type { Dialect } from './dialect.ts'

export type Member = { readonly room: string; readonly clientId: number; readonly probe?: boolean }

export type TypingPlan = {
  /** The client ids that type. */
  readonly writers: readonly number[]
  /** What comes first is not measured. */
  readonly warmUpMs: number
  readonly measureMs: number
  readonly keysPerSecond: number
  readonly caretsPerSecond: number
  /** Instead of a rate: so many keystrokes of each writer are always on their way. */
  readonly inFlight?: number
}

/** What the bench asks of the load process, one after the other; each is answered once done. */
export type Order =
  /** Further clients, in rooms where somebody types, or the recorded trace will be, or is. */
  | {
      readonly do: 'join'
      readonly port: number
      readonly dialect: Dialect
      readonly members: readonly Member[]
      readonly content: 'typing' | 'traceToCome' | 'trace'
      /** At a time; all at once where undefined. */
      readonly parallel?: number
    }
  | { readonly do: 'type'; readonly plan: TypingPlan }
  /** The first client types the recorded trace; the others read. */
  | { readonly do: 'typeTrace'; readonly inFlight: number }
  /** Each client puts the whole trace into its room with one update, and gets it back. */
  | { readonly do: 'fill' }
  /** Says once more what is not as it should be: something may have come twice since. */
  | { readonly do: 'check' }
  | { readonly do: 'leave' }

/** Sent while an order is carried out: the moments at which the bench looks at the server. */
export type LoadEvent =
  | { readonly event: 'measuring' }
  | { readonly event: 'quarter'; readonly quarter: number }

export type Report = {
  /** One sentence for each client that did not receive what it had to. */
  readonly problems: readonly string[]
  readonly keystrokes: number
  readonly carets: number
  /** Units of work: a keystroke that one reader received. */
  readonly deliveries: number
  readonly seconds: number
  readonly latencies: readonly number[]
  /** Share of one processor that the load itself used. */
  readonly loadCpu: number
  /** 99 of 100 keystrokes were sent no later than this after their time. */
  readonly lateP99Ms: number | undefined
  readonly bytesRead: number
  readonly reads: number
  /** Clients whose first step 2 was not the whole document, and units that clients were sent twice. */
  readonly partialFirstSyncs: number
  readonly doubledUnits: number
}

export type Answer = { readonly answer: Report } | { readonly failed: string }
