// @ts-check
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const followSupervisor = new URL('follow-supervisor.mjs', import.meta.url).href

/**
 * One server to run: `node` is the executable and `args` what follows it.
 * @typedef {{
 *   name: string,
 *   node: string,
 *   args: readonly string[],
 *   cwd: string,
 *   env?: Readonly<Record<string, string | undefined>>,
 *   readyUrl: string,
 * }} ServerSpec
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, upForMs: number }} ServerExit
 *
 * @typedef {{
 *   pid: number | undefined,
 *   exited: Promise<ServerExit>,
 *   stop: (patienceMs: number, signal?: NodeJS.Signals) => Promise<void>,
 * }} ServerProcess
 */

/**
 * Starts a server in a process group of its own: Ctrl-C in the terminal reaches only the supervisor, and
 * nothing that the server started outlives it.
 * @param {ServerSpec} spec
 * @param {(line: string) => void} onLine every line of its output
 * @returns {ServerProcess} whose `stop` sends SIGTERM (or another signal), and SIGKILL when that was not heard in time
 */
export function startServer(spec, onLine) {
  const startedAt = performance.now()
  const hasGroups = process.platform !== 'win32'
  const child = spawn(spec.node, ['--import', followSupervisor, ...spec.args], {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env, PLIEGO_SUPERVISED: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: hasGroups,
  })
  child.stdin.on('error', () => {})
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine)

  /** @type {Promise<ServerExit>} */
  const exited = new Promise((resolve) => {
    /** @param {number | null} code @param {NodeJS.Signals | null} signal */
    const end = (code, signal) => resolve({ code, signal, upForMs: performance.now() - startedAt })
    child.once('exit', (code, signal) => {
      killGroup()
      // Its last lines come before the news of its end, unless somebody else still holds the pipe.
      child.once('close', end)
      setTimeout(end, 500, code, signal).unref()
    })
    child.once('error', (error) => {
      onLine(error.message)
      if (child.pid === undefined) end(1, null)
    })
  })

  function killGroup() {
    if (!hasGroups || child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      // Nobody of the group is left, which is the usual case.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }

  return {
    pid: child.pid,
    exited,
    async stop(patienceMs, signal = 'SIGTERM') {
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await exited
      clearTimeout(timer)
    },
  }
}
