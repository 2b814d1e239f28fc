// @ts-check
import { findOrInstallChromium } from '../browser/install-chromium.mjs'
import { buildIfStale, forgetStaleTypes } from '../prepare/build.mjs'
import { flakyTests, tallyPlaywright, tallyVitest } from './read-reports.mjs'
import { oneCheck } from './run-steps.mjs'
import { runTool } from './run-tool.mjs'
import { withReport } from './with-report.mjs'

/** @import { Step } from './run-steps.mjs' */
/** @import { PlaywrightReport } from './read-reports.mjs' */
/** @typedef {{ root: string, runtime: string }} Checkout */

/**
 * What `npm run check` runs before each commit.
 * @param {Checkout} checkout
 * @returns {Step[]}
 */
export function quickSteps(checkout) {
  return [
    { name: 'formatting', run: () => check(checkout, ['oxfmt', ['--check', '.']]) },
    { name: 'lint', run: () => check(checkout, ['oxlint', ['--type-aware', '--deny-warnings']]) },
    {
      name: 'types',
      run: () => {
        forgetStaleTypes(checkout.root)
        return check(checkout, ['next', ['typegen']], ['typescript', ['--noEmit'], 'tsc'])
      },
    },
    {
      name: 'unit and contract tests',
      run: () =>
        withReport((file) => {
          const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
          return runTool(checkout, 'vitest', args, { show: true })
        }, tallyVitest),
    },
  ]
}

/**
 * What `npm test` runs after those.
 * @param {Checkout} checkout
 * @returns {Step[]}
 */
export function browserSteps(checkout) {
  return [
    {
      name: 'production build',
      run: async () => {
        process.env.TYPES_ARE_CHECKED = '1'
        const built = await buildIfStale(checkout.root, checkout.runtime)
        if (!built) console.log('there is one of exactly these sources')
        return oneCheck(true)
      },
    },
    {
      name: 'browser tests',
      needs: 'production build',
      run: async () => {
        const CHROMIUM_PATH = await findOrInstallChromium(checkout.root)
        console.log(`in ${CHROMIUM_PATH}`)
        return withReport((file) => {
          const env = { CHROMIUM_PATH, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
          const args = ['test', '--reporter=list,json']
          return runTool(checkout, '@playwright/test', args, { show: true, env, command: 'playwright' })
        }, nameFlakyAndTally)
      },
    },
  ]
}

/** @param {PlaywrightReport} report */
function nameFlakyAndTally(report) {
  for (const test of flakyTests(report)) console.log(`passed only on the second try: ${test}`)
  return tallyPlaywright(report)
}

/**
 * One check made of commands, shown only when one fails.
 * @param {Checkout} checkout
 * @param {...[packageName: string, args: string[], command?: string]} commands
 */
async function check(checkout, ...commands) {
  for (const [packageName, args, command] of commands) {
    // oxlint-disable-next-line no-await-in-loop -- the second reads what the first has made
    const { code, output } = await runTool(checkout, packageName, args, command ? { command } : {})
    if (code !== 0) {
      console.log(output)
      return oneCheck(false)
    }
  }
  return oneCheck(true)
}
