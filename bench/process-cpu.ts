import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/**
 * CPU time of a process and everything below it, in ms, user and system together. Threads that run are read
 * in nanoseconds; a thread that has ended is what is missing to the sum that the kernel keeps in ticks.
 * Linux only.
 */
export function treeCpuMs(pid: number): number {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = readStat(Number(name))
    if (stat) parents.set(stat.parent, [...(parents.get(stat.parent) ?? []), Number(name)])
  }
  const cpuOf = (process: number): number =>
    processCpuMs(process) + (parents.get(process) ?? []).reduce((sum, child) => sum + cpuOf(child), 0)
  return cpuOf(pid)
}

function processCpuMs(pid: number): number {
  const stat = readStat(pid)
  if (!stat) return 0
  let liveMs = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const [nanoseconds = '0'] = read(`/proc/${pid}/task/${task}/schedstat`).split(' ')
    liveMs += Number(nanoseconds) / 1e6
  }
  const deadMs = stat.ownMs - liveMs
  // Within the rounding of the ticks nobody has ended.
  return liveMs + (deadMs > 2000 / ticksPerSecond ? deadMs : 0) + stat.reapedMs
}

function readStat(pid: number): { parent: number; ownMs: number; reapedMs: number } | undefined {
  // "pid (name) state ppid ...", and the name may hold anything.
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  if (fields.length < 16) return undefined
  const [parent = 0, user = 0, system = 0, reapedUser = 0, reapedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index] ?? 0,
  )
  const toMs = 1000 / ticksPerSecond
  return { parent, ownMs: (user + system) * toMs, reapedMs: (reapedUser + reapedSystem) * toMs }
}

/** Empty where the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
