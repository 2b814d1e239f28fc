import { readdirSync, readFileSync } from 'node:fs'

/** A process and everything below it. Linux only. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = statFields(Number(name))?.[1]
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const below = (process: number): number[] => [process, ...(children.get(process) ?? []).flatMap(below)]
  return below(pid)
}

/** The fields of `/proc/<pid>/stat` from the state on (field 0); undefined where the process has ended. */
export function statFields(pid: number): number[] | undefined {
  try {
    // "pid (name) state ppid ...", and the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')
    return stat.split(' ').map(Number)
  } catch {
    return undefined
  }
}
