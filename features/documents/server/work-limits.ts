import { networkOfAddress } from '#access/network-of-address'

const minuteMs = 60_000
const tenMinutesMs = 10 * 60_000
const dayMs = 24 * 60 * 60_000

/**
 * How much of each one address may ask for within ten minutes, or what `windows` says. Nobody needs an account for any
 * of it; an office shares one address.
 */
const limits = {
  /** Documents, empty ones, copies and those from files. */
  documents: 600,
  uploadedBytes: 2 * 1024 ** 3,
  /** Each may cost the work of hashing a password. */
  links: 300,
  /** People named, one by one. */
  shares: 300,
  /** Asking to be let in. */
  requests: 60,
  /** The same of one document, by people who are new there: fewer than may wait at once. */
  requestsOfDocument: 15,
  /** Telling one's name, which a fresh guest may do for each of many. */
  names: 300,
  /** Opening documents, which lists remember. */
  visits: 3_000,
  /** Opening links. */
  openedLinks: 600,
  /** Trying passwords of links, right ones too: each costs the work of hashing it. */
  linkPasswords: 100,
  folders: 300,
  /** Files made of documents. */
  exports: 120,
  /** Their length, in letters. */
  exported: 512 << 20,
  chatMessages: 3_000,
  /** Each worked out from every edit of a document. */
  histories: 600,
  comments: 3_000,
  /** Looks at the connection, each of which calls the servers' own address. */
  diagnoses: 30,
  /** In a minute, by one person at whatever address. */
  commentsOfPerson: 40,
} as const

const windows: Partial<Readonly<Record<keyof typeof limits, number>>> = {
  requestsOfDocument: dayMs,
  commentsOfPerson: minuteMs,
}

export type WorkKind = keyof typeof limits

type Done = { amount: number; readonly until: number }

/** Beyond so many different ones of a kind at once, the oldest are forgotten. */
const maxCounted = 50_000

/** Bounds what one address makes of what stays: nobody fills the disk from one place in an hour. */
export class WorkLimits {
  /** Of each kind apart, so that the oldest come first, and end first. */
  readonly #done = new Map<WorkKind, Map<string, Done>>()

  /** Counts so much more, for each thing it is `about` apart; false, and not counted, where that is too much. */
  take(kind: WorkKind, address: string, now: number, amount = 1, about = ''): boolean {
    const key = `${networkOfAddress(address)} ${about}`
    const done = this.#done.get(kind) ?? new Map<string, Done>()
    this.#done.set(kind, done)
    const present = done.get(key)
    const isRunning = present !== undefined && present.until > now
    const sum = (isRunning ? present.amount : 0) + amount
    if (sum > limits[kind]) return false
    if (isRunning) {
      present.amount = sum
      return true
    }
    done.delete(key)
    forgetOldest(done, now)
    done.set(key, { amount: sum, until: now + (windows[kind] ?? tenMinutesMs) })
    return true
  }
}

function forgetOldest(done: Map<string, Done>, now: number): void {
  for (const [key, { until }] of done) {
    if (until > now && done.size < maxCounted) return
    done.delete(key)
  }
}
