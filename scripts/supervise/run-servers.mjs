// @ts-check
import { onStopAsked } from './stop-signals.mjs'
import { supervise } from './supervisor.mjs'

/** @import { ServerSpec } from './server-process.mjs' */

/**
 * Runs servers until this process is asked to stop; asked twice, it no longer waits for them.
 * @param {readonly ServerSpec[]} specs
 * @param {() => void} onReady
 * @returns {Promise<number>} the exit code
 */
export function runServers(specs, onReady) {
  const supervisor = supervise(specs, { log: (line) => console.log(line), onReady })
  onStopAsked((times) => {
    if (times > 1) return supervisor.kill()
    console.log('\nStopping')
    supervisor.stop()
  })
  return supervisor.done
}
