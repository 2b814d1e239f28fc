import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Order, Report } from './load/orders.ts'
import { LoadHost } from './load-host.ts'
import { type RunningServer, type ServerKind, startBenchServer } from './servers.ts'

/** What holds for all runs. */
export type BenchSettings = {
  /** Where the encoded trace is kept between runs. */
  readonly traceFolder: string
  /** Flags of the servers' Node, for a profile. */
  readonly nodeFlags: readonly string[]
  /** Whether a run of typing waits for what the server puts off, which takes longer than the typing. */
  readonly countsAllIn: boolean
}

/** One server with its load, from start to stop. */
export class BenchRun {
  readonly kind: ServerKind
  readonly dataDir: string
  readonly load: LoadHost
  readonly settings: BenchSettings
  #server: RunningServer

  private constructor(kind: ServerKind, settings: BenchSettings, dataDir: string, server: RunningServer) {
    this.kind = kind
    this.settings = settings
    this.dataDir = dataDir
    this.#server = server
    this.load = new LoadHost(settings.traceFolder)
  }

  /** Runs `body` with a fresh server on an empty data folder, and cleans up after it. */
  static async with<Result>(
    kind: ServerKind,
    settings: BenchSettings,
    body: (run: BenchRun) => Promise<Result>,
  ): Promise<Result> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'pliego-bench-'))
    const server = await startBenchServer(kind, dataDir, settings.nodeFlags)
    const run = new BenchRun(kind, settings, dataDir, server)
    try {
      return await body(run)
    } finally {
      await run.load.stop()
      await run.#server.stop()
      await rm(dataDir, { recursive: true, force: true })
    }
  }

  get pid(): number {
    return this.#server.pid
  }

  /** Another process on the same data. */
  async restartServer(): Promise<void> {
    await this.stopServer()
    this.#server = await startBenchServer(this.kind, this.dataDir, this.settings.nodeFlags)
  }

  async stopServer(): Promise<void> {
    await this.#server.stop()
  }

  join(order: Omit<Extract<Order, { do: 'join' }>, 'do' | 'port' | 'dialect'>): Promise<Report> {
    return this.load.ask({ do: 'join', port: this.#server.port, dialect: this.kind.dialect, ...order })
  }
}
