import { totalmem } from 'node:os'

/** What the process may use: what its container allows, or all that the machine has. */
export function memoryLimitBytes(): number {
  const machine = totalmem()
  const allowed = process.constrainedMemory()
  return allowed > 0 && allowed < machine ? allowed : machine
}
