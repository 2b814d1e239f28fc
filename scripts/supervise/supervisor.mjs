// @ts-check
import { untilAnswers } from './answers.mjs'
import { createRestartPolicy, defaultRestartLimits } from './restart-policy.mjs'
import { startServer } from './server-process.mjs'

/** @import { ServerExit, ServerProcess, ServerSpec } from './server-process.mjs' */
/** @import { RestartLimits } from './restart-policy.mjs' */

/** Exits after which a new start would end the same way: wrong settings, port or data folder in use. */
const finalExitCodes = [75, 78]

/**
 * Runs servers until `stop` is called or one of them is given up; then the others are stopped too.
 * @param {readonly ServerSpec[]} specs
 * @param {{
 *   log: (line: string) => void,
 *   onReady?: () => void,
 *   limits?: RestartLimits,
 *   stopPatienceMs?: number,
 * }} options `onReady` is called once, when every server has answered
 * @returns {{ done: Promise<number>, stop: () => void, kill: () => void }} `done` is the exit code, when
 *   nothing runs any more; `stop` ends politely within `stopPatienceMs`, `kill` at once
 */
export function supervise(specs, { log, onReady, limits = defaultRestartLimits, stopPatienceMs = 8000 }) {
  const stopping = new AbortController()
  /** @type {Map<string, ServerProcess>} */
  const running = new Map()
  const width = Math.max(...specs.map((spec) => spec.name.length))
  let exitCode = 0

  /** @param {ServerSpec} spec */
  async function keepRunning(spec) {
    const delayAfterCrash = createRestartPolicy(limits)
    while (!stopping.signal.aborted) {
      const server = startServer(spec, (line) => log(`${spec.name.padEnd(width)} | ${line}`))
      running.set(spec.name, server)
      // oxlint-disable-next-line no-await-in-loop -- one life after the other
      const exit = await server.exited
      running.delete(spec.name)
      if (stopping.signal.aborted) return
      const delayMs = finalExitCodes.includes(exit.code ?? 0) ? undefined : delayAfterCrash(exit.upForMs)
      if (delayMs === undefined) {
        log(whyGivenUp(spec.name, exit, limits))
        exitCode = exit.code || 1
        stop()
        return
      }
      log(`!!! ${spec.name} ${howEnded(exit)}; starting it again in ${delayMs / 1000} s`)
      // oxlint-disable-next-line no-await-in-loop
      await pause(delayMs, stopping.signal)
    }
  }

  function stop() {
    if (stopping.signal.aborted) return
    stopping.abort()
    for (const server of running.values()) void server.stop(stopPatienceMs)
  }

  async function announceReady() {
    const answers = await Promise.all(specs.map((spec) => untilAnswers(spec.readyUrl, stopping.signal)))
    if (answers.every(Boolean)) onReady?.()
  }

  void announceReady()
  return {
    done: Promise.all(specs.map(keepRunning)).then(() => exitCode),
    stop,
    kill() {
      stop()
      for (const server of running.values()) void server.stop(0)
    },
  }
}

/** @param {ServerExit} exit */
function howEnded({ code, signal }) {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`
}

/**
 * @param {string} name
 * @param {ServerExit} exit
 * @param {RestartLimits} limits
 */
function whyGivenUp(name, exit, limits) {
  return finalExitCodes.includes(exit.code ?? 0)
    ? `!!! ${name} cannot run as things are (see its last lines above)`
    : `!!! ${name} ${howEnded(exit)}, ${limits.maxFastCrashes} times in a row soon after its start: giving up. Its last lines above say why.`
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}
