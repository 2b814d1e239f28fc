// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Failure } from '../prepare/failure.mjs'
import { runCommand } from '../prepare/run-command.mjs'
import { findChromium, howToGetChromium } from './find-chromium.mjs'

/**
 * The Chromium for the browser tests. On a Debian machine without one, as root and unless
 * CHROMIUM_INSTALL=never, the distribution's package is installed, and said so.
 * @param {string} root
 * @returns {Promise<string>} path of the executable
 * @throws {Failure} saying how to get one
 */
export async function findOrInstallChromium(root) {
  /** @type {typeof import('@playwright/test')} */
  const playwright = createRequire(path.join(root, 'package.json'))('@playwright/test')
  const find = () => findChromium(process.env, () => playwright.chromium.executablePath())
  const found = find()
  if (found) return found
  if (!mayInstall()) throw new Failure(howToGetChromium)
  console.log('No Chromium found: installing the package of Debian (CHROMIUM_INSTALL=never prevents this)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update'],
    ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { code, output } = await runCommand('apt-get', args, { cwd: root, env })
    if (code !== 0) throw new Failure(`apt-get ${args[0]} failed:\n${output}\n${howToGetChromium}`)
  }
  const installed = find()
  if (!installed) throw new Failure(howToGetChromium)
  return installed
}

function mayInstall() {
  if (process.env.CHROMIUM_INSTALL === 'never' || process.getuid?.() !== 0) return false
  // Not Ubuntu, whose package of that name is a snap.
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}
