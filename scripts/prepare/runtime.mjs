// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { exitCodes, Failure } from './failure.mjs'

const minimum = /** @type {const} */ ([22, 18])

/**
 * The Node that runs TypeScript as it is: the one installed as a dependency, so that an old system Node
 * is enough to begin with, else the Node running this script.
 * @param {string} root
 * @returns {string} path of the executable
 * @throws {Failure} when neither is new enough
 */
export function findRuntime(root) {
  /** @type {{ optionalDependencies?: Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  for (const name of Object.keys(manifest.optionalDependencies ?? {})) {
    const binary = path.join(
      root,
      'node_modules',
      name,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    )
    if (!existsSync(binary)) continue
    // Asked, not assumed: a binary for glibc is there but does not run on a musl system.
    const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
    if (status === 0 && isNewEnough(stdout.trim())) return binary
  }
  if (isNewEnough(process.version)) return process.execPath
  throw new Failure(
    `Pliego needs Node ${minimum.join('.')} or newer; this is ${process.version}, and npm has no packaged Node for ${process.platform}-${process.arch}. Install Node 24 (https://nodejs.org) and try again.`,
    exitCodes.unavailable,
  )
}

/** @param {string} version as in `process.version` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1])
}
