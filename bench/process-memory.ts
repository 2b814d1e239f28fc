import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { processTree } from './process-tree.ts'

/**
 * Proportional set size of a process and everything below it, in bytes: what it would give back, with shared
 * pages counted by their share. Linux only.
 */
export function treePssBytes(pid: number): number {
  return processTree(pid).reduce((sum, process) => sum + pssOf(process), 0)
}

/** The least of several readings: what is garbage already may still be there in one, but not for long. */
export async function settledPssBytes(pid: number, forMs: number): Promise<number> {
  let least = Infinity
  for (const endAt = performance.now() + forMs; performance.now() < endAt;) {
    await sleep(250)
    least = Math.min(least, treePssBytes(pid))
  }
  return least
}

export function pssIn(smapsRollup: string): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(smapsRollup) ?? []
  return Number(kilobytes ?? 0) * 1024
}

/** Nothing where the process has ended meanwhile. */
function pssOf(pid: number): number {
  try {
    return pssIn(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  } catch {
    return 0
  }
}
