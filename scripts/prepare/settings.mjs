// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Failure } from './failure.mjs'

/**
 * What the scripts need to know of the settings.
 * @typedef {{
 *   host: string, port: number, collabHost: string, collabPort: number, publicUrl?: string,
 * }} Settings
 */

/**
 * Given to every Node that reads settings, so that `.env` means the same everywhere.
 * @param {string} root
 */
export function envFileArguments(root) {
  // Not --env-file-if-exists, which says on every start that there is none.
  return existsSync(path.join(root, '.env')) ? ['--env-file=.env'] : []
}

/**
 * Reads the settings from the environment and `.env`, and makes the data folder and the secret in it
 * before either server runs.
 * @param {string} root
 * @param {string} runtime
 * @returns {Settings}
 * @throws {Failure} with all problems of the settings
 */
export function readSettings(root, runtime) {
  const { status, stdout, stderr } = spawnSync(
    runtime,
    [...envFileArguments(root), 'scripts/read-settings.ts'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Failure(stderr.trim(), status ?? 1)
  return JSON.parse(stdout)
}
