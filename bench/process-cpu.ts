import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { processTree, statFields } from './process-tree.ts'

const ticksPerSecond = 100

const quietMs = 1000
/** Timers and pings are no work that was put off. */
const idleShare = 0.008
/** For a server that is never idle, as under a profiler. */
const patienceMs = 10_000

/**
 * CPU time of a process and everything below it, in ms, user and system together. Threads that run are read
 * in nanoseconds; a thread that has ended is what is missing to the sum that the kernel keeps in ticks.
 * Linux only.
 */
export function treeCpuMs(pid: number): number {
  return processTree(pid).reduce((sum, process) => sum + processCpuMs(process), 0)
}

/**
 * The CPU time once almost none was used for a while: what was put off is in it.
 * @param leastMs how long it may be quiet before it goes on with what it put off
 */
export async function idleCpuMs(pid: number, leastMs = 0): Promise<number> {
  await sleep(leastMs)
  const giveUpAt = performance.now() + patienceMs
  for (let before = treeCpuMs(pid); ;) {
    await sleep(quietMs)
    const after = treeCpuMs(pid)
    if (after - before < idleShare * quietMs || performance.now() > giveUpAt) return after
    before = after
  }
}

function processCpuMs(pid: number): number {
  const fields = statFields(pid)
  if (!fields) return 0
  const [user = 0, system = 0, reapedUser = 0, reapedSystem = 0] = fields.slice(11, 15)
  const toMs = 1000 / ticksPerSecond
  const liveMs = liveThreadsMs(pid)
  const deadMs = (user + system) * toMs - liveMs
  // Within the rounding of the ticks nobody has ended.
  return liveMs + (deadMs > 2 * toMs ? deadMs : 0) + (reapedUser + reapedSystem) * toMs
}

function liveThreadsMs(pid: number): number {
  try {
    let sum = 0
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const [nanoseconds = '0'] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')
      sum += Number(nanoseconds) / 1e6
    }
    return sum
  } catch {
    // The process, or a thread of it, has ended meanwhile; the ticks have all of it.
    return 0
  }
}
