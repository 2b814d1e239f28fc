import { availableParallelism, loadavg } from 'node:os'

/** Whether there is so much work for each core that what is measured now is the waiting for one. */
export function isCrowded(perCore: number): boolean {
  return (loadavg()[0] ?? 0) > perCore * availableParallelism()
}
