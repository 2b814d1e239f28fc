import { readdirSync, readFileSync } from 'node:fs'

/** Where the system says how long each thread has been at work. */
export const canReadProcessorTime = process.platform === 'linux'

/** So many milliseconds these processes have been at work: what they wait for, and other programs, do not count. */
export function processorTimeMs(processIds: readonly number[]): number {
  let nanoseconds = 0
  for (const id of processIds) {
    const folder = `/proc/${id}/task`
    for (const thread of readdirSync(folder)) {
      nanoseconds += Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0])
    }
  }
  return nanoseconds / 1e6
}
