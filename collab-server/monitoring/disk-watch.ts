import type { StatsFs } from 'node:fs'
import { statfs } from 'node:fs/promises'

import type { Log } from '#collab-server/log'
import type { DiskSpace } from '#protocol/server-status'

/** A disk about the limit would else be told of again and again. */
const enoughFactor = 1.1

export type DiskWatchOptions = {
  readonly dataDir: string
  readonly lowBytes: number
  readonly log: Log
  /** Instead of asking the system. */
  readonly measure?: (folder: string) => Promise<Pick<StatsFs, 'bavail' | 'blocks' | 'bsize'>>
}

/** How much room there is on the disk of the data folder; the log hears once when it is too little, and once when not any more. */
export class DiskWatch {
  readonly #options: DiskWatchOptions
  #space: DiskSpace | null = null
  #isLow = false

  constructor(options: DiskWatchOptions) {
    this.#options = options
  }

  /** As it was when last looked at; null where the system does not say. */
  get space(): DiskSpace | null {
    return this.#space
  }

  async look(): Promise<void> {
    const { dataDir, lowBytes, measure = statfs } = this.#options
    try {
      const { bavail, blocks, bsize } = await measure(dataDir)
      this.#space = { freeBytes: bavail * bsize, sizeBytes: blocks * bsize, lowBytes }
    } catch {
      // Some file systems do not say; then nobody is told a figure.
      this.#space = null
      return
    }
    this.#tell(this.#space)
  }

  #tell({ freeBytes, lowBytes }: DiskSpace): void {
    const { log } = this.#options
    if (!this.#isLow && freeBytes < lowBytes) {
      this.#isLow = true
      log('warn', 'disk-low', { freeBytes, lowBytes })
    } else if (this.#isLow && freeBytes >= lowBytes * enoughFactor) {
      this.#isLow = false
      log('info', 'disk-enough', { freeBytes, lowBytes })
    }
  }
}
