// @ts-check
import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../prepare/failure.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The Chromium that the browser tests drive: CHROMIUM_PATH, else one on the PATH, else Playwright's own.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {() => string} playwrightPath where Playwright keeps its own, whether or not it is there
 * @returns {string | undefined} path of the executable
 * @throws {Failure} when CHROMIUM_PATH names nothing that can be run
 */
export function findChromium(environment, playwrightPath) {
  const wanted = environment.CHROMIUM_PATH
  if (wanted) {
    if (isExecutable(wanted)) return wanted
    throw new Failure(`CHROMIUM_PATH is ${wanted}, where there is nothing that can be run.`)
  }
  const folders = (environment.PATH ?? '').split(path.delimiter).filter(Boolean)
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [...onPath, playwrightPath()].find(isExecutable)
}

/** What to tell somebody who has no Chromium. */
export const howToGetChromium =
  'The browser tests need a Chromium and none was found: name one with CHROMIUM_PATH, or install the package of your system (apt-get install chromium), or run npx playwright install chromium.'

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
