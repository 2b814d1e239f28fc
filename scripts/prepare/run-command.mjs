// @ts-check
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { onStopAsked } from '../supervise/stop-signals.mjs'
import { Failure } from './failure.mjs'

/**
 * Runs a command to its end, its output collected, or shown as it comes with `show: true`. A signal
 * that reaches this process stops the command first, so that no build goes on alone.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{
 *   cwd: string,
 *   env?: NodeJS.ProcessEnv,
 *   show?: boolean,
 *   onLine?: (line: string) => void,
 * }} options
 * @returns {Promise<{ code: number, output: string }>} code 1 where the command ended by a signal
 * @throws {Failure} when this process was told to stop meanwhile, or the command does not exist
 */
export async function runCommand(command, args, { cwd, env = process.env, show = false, onLine }) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  })
  /** @type {string[]} */
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      onLine?.(line)
    })
  }
  let stopped = false
  const dispose = onStopAsked((times) => {
    stopped = true
    child.kill(times > 1 ? 'SIGKILL' : 'SIGTERM')
  })
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Failure(`${command} could not be run: ${error.message}`)))
      child.once('close', (exitCode) => resolve(exitCode ?? 1))
    })
    if (stopped) throw new Failure('Stopped.', 130)
    return { code, output: lines.join('\n') }
  } finally {
    dispose()
  }
}
