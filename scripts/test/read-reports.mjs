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
 * The counts of a Playwright JSON report; a flaky test has failed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Tally}
 */
export function tallyPlaywright({ stats }) {
  return {
    browser: { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped },
  }
}

/** @returns {Count} */
function emptyCount() {
  return { passed: 0, failed: 0, skipped: 0 }
}
