// @ts-check
/** @import { Count, Tally } from './run-steps.mjs' */

/**
 * The counts of a vitest JSON report. A test is a contract test when a `describe` around it is titled
 * `contract: ...`, which every suite of a `*.contract.ts` is.
 * @param {{ testResults: { assertionResults: { status: string, ancestorTitles: string[] }[] }[] }} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const contract = emptyCount()
  const unit = emptyCount()
  for (const test of report.testResults.flatMap((file) => file.assertionResults)) {
    const count = test.ancestorTitles.some((title) => title.startsWith('contract: ')) ? contract : unit
    if (test.status === 'passed') count.passed += 1
    else if (test.status === 'failed') count.failed += 1
    else count.skipped += 1
  }
  return { unit, contract }
}

/**
 * A Playwright JSON report: files hold suites, suites hold more of them and specs.
 * @typedef {{ title: string, suites?: Suite[], specs?: { title: string, tests: { status: string }[] }[] }} Suite
 * @typedef {{ suites: Suite[], stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport
 */

/**
 * The counts of a Playwright JSON report. A test that passed on its second try has passed.
 * @param {PlaywrightReport} report
 * @returns {Tally}
 */
export function tallyPlaywright({ stats }) {
  return {
    browser: { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
  }
}

/**
 * The tests that failed and then passed, as `file › suite › title`.
 * @param {Pick<PlaywrightReport, 'suites'>} report
 * @returns {string[]}
 */
export function flakyTests({ suites }) {
  return suites.flatMap((suite) => flakyIn(suite, []))
}

/** @param {Suite} suite @param {readonly string[]} above @returns {string[]} */
function flakyIn({ title, suites = [], specs = [] }, above) {
  const titles = [...above, title]
  return [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map((spec) => [...titles, spec.title].join(' › ')),
    ...suites.flatMap((inner) => flakyIn(inner, titles)),
  ]
}

/** @returns {Count} */
function emptyCount() {
  return { passed: 0, failed: 0, skipped: 0 }
}
