import { hostname } from 'node:os'

import type { Log } from '#collab-server/log'
import type { Metrics } from '#collab-server/metrics/metrics'
import { DiskWatch } from '#collab-server/monitoring/disk-watch'
import { Interval, type Standing } from '#collab-server/monitoring/interval'
import { MinuteFile } from '#collab-server/monitoring/minute-file'
import type { DiskSpace, NodeStatus, StatusReading } from '#protocol/server-status'

const liveIntervalMs = 2_000
const minuteMs = 60_000
/** Three minutes. */
const keptLive = 90
/** Who has not asked for so long looks no more. */
const watchedForMs = 15_000

export type MonitorOptions = {
  readonly metrics: Metrics
  readonly dataDir: string
  /** Less than this free on its disk is told; 0 for never. */
  readonly lowDiskBytes: number
  readonly standing: () => Standing
  /** There is a new reading, for these people to ask for. */
  readonly tell: (userIds: readonly string[]) => void
  readonly log: Log
}

/** How this server is doing, for its administrators to look at: now and in the last hours. */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #file: MinuteFile
  readonly #disk: DiskWatch
  readonly #live: StatusReading[] = []
  /** Who looks, and until when. */
  readonly #watchers = new Map<string, number>()
  readonly #startedAt = Date.now()
  #timers: readonly NodeJS.Timeout[] = []
  #node = ''

  constructor(options: MonitorOptions) {
    this.#options = options
    const { dataDir, lowDiskBytes: lowBytes, log } = options
    this.#file = new MinuteFile(dataDir, log)
    this.#disk = new DiskWatch({ dataDir, lowBytes, log })
  }

  /** `port`: by which servers of one machine are told apart. */
  async start(port: number): Promise<void> {
    this.#node = `${hostname()}:${port}`
    await Promise.all([this.#file.open(Date.now()), this.#disk.look()])
    const { metrics } = this.#options
    const now = performance.now()
    const [interval, minute] = [new Interval(metrics, now), new Interval(metrics, now)]
    this.#timers = [
      setInterval(() => this.#read(interval), liveIntervalMs).unref(),
      setInterval(() => {
        this.#file.add(this.#take(minute))
        void this.#disk.look()
      }, minuteMs).unref(),
    ]
  }

  get disk(): DiskSpace | null {
    return this.#disk.space
  }

  /**
   * What is newer than what somebody has, who is told of what comes next from now on for a while: whoever looks
   * asks again, and whom the app answers no more is told no more.
   */
  status(userId: string, since: { readonly live: number; readonly minutes: number }): NodeStatus {
    this.#watchers.set(userId, performance.now() + watchedForMs)
    return {
      node: this.#node,
      startedAt: this.#startedAt,
      disk: this.#disk.space,
      live: this.#live.filter(({ at }) => at > since.live),
      minutes: this.#file.rows.filter(({ at }) => at > since.minutes),
    }
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#file.close()
  }

  #take(interval: Interval): StatusReading {
    return interval.read(performance.now(), Date.now(), this.#options.standing())
  }

  #read(interval: Interval): void {
    this.#live.push(this.#take(interval))
    if (this.#live.length > keptLive) this.#live.shift()
    const now = performance.now()
    for (const [userId, until] of this.#watchers) if (until < now) this.#watchers.delete(userId)
    if (this.#watchers.size > 0) this.#options.tell([...this.#watchers.keys()])
  }
}
