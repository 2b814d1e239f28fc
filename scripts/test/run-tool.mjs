// @ts-check
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '../prepare/run-command.mjs'

/**
 * Runs the command of an installed package under the runtime, with no npx between.
 * @param {{ root: string, runtime: string }} checkout
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {{ show?: boolean, env?: Record<string, string>, command?: string }} [options] `command` where
 *   it is not the package's own name
 */
export function runTool({ root, runtime }, packageName, args, options = {}) {
  const folder = path.join(root, 'node_modules', packageName)
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const file = typeof bin === 'string' ? bin : bin[options.command ?? packageName]
  if (file === undefined) throw new Error(`${packageName} has no such command`)
  // Hundreds of tests start a server and its threads; to strip and compile the same files anew for each is half
  // of what those tests cost.
  const NODE_COMPILE_CACHE = path.join(root, 'node_modules', '.cache', 'node')
  const PATH = `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}`
  return runCommand(runtime, [path.join(folder, file), ...args], {
    cwd: root,
    show: options.show ?? false,
    env: { ...process.env, PATH, NEXT_TELEMETRY_DISABLED: '1', NODE_COMPILE_CACHE, ...options.env },
  })
}
