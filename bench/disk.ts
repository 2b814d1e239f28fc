import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { diskFiles } from '#storage/journal/journal-files'

const fileBytes = 1 << 20
/** About what Pliego's journal writes, and how often, while 500 rooms of two type. */
const writeBytes = 2048
const pauseMs = 8

/** How long writes take that are on disk when they return, one after the other for so many ms: in ms each. */
export async function diskLatencies(ms: number): Promise<number[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pliego-bench-disk-'))
  try {
    const file = await diskFiles.create(path.join(folder, 'file'), fileBytes)
    const bytes = Buffer.alloc(writeBytes, 1)
    const latencies: number[] = []
    const end = performance.now() + ms
    for (let at = 0; performance.now() < end; at = (at + writeBytes) % fileBytes) {
      const startedAt = performance.now()
      await file.write(bytes, at)
      latencies.push(performance.now() - startedAt)
      await sleep(pauseMs)
    }
    await file.close()
    return latencies
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
