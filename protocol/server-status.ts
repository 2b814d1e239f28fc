/** How long most of something took, in seconds; of what happened within an interval. */
export type Latency = { readonly p50: number; readonly p95: number; readonly p99: number }

/** What one collab server did in an interval, and how it stood at its end. */
export type StatusReading = {
  /** Its end, in ms since 1970. */
  readonly at: number
  readonly connections: number
  readonly rooms: number
  /** Different people, each once. */
  readonly people: number
  /** A second. */
  readonly updates: number
  readonly bytesReceived: number
  readonly bytesSent: number
  /** Null where nothing of the kind happened. */
  readonly commit: Latency | null
  readonly relay: Latency | null
  readonly lag: Latency | null
  /** How often each: an HTTP status, or the code of a close. */
  readonly refusals: Readonly<Record<string, number>>
  readonly memoryBytes: number
}

/** Bytes of the file system with the data folder. */
export type DiskSpace = {
  readonly freeBytes: number
  readonly sizeBytes: number
  /** Less than this free is too little; 0 where nobody minds. */
  readonly lowBytes: number
}

/** One collab server. */
export type NodeStatus = {
  readonly node: string
  readonly startedAt: number
  /** Null where the system does not say. */
  readonly disk: DiskSpace | null
  /** Every two seconds, of the last minutes, the oldest first. */
  readonly live: readonly StatusReading[]
  /** Every minute, of the last hours, those before the last start too. */
  readonly minutes: readonly StatusReading[]
}

/** What `GET /internal/status` answers. */
export type ServerStatus = { readonly nodes: readonly NodeStatus[] }
