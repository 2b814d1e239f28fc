import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withReport } from './with-report.mjs'

const unit = (passed: number, failed: number) => ({ unit: { passed, failed, skipped: 0 } })
const failedCheck = { check: { passed: 0, failed: 1, skipped: 0 } }

/** A runner that writes this report, or none, and ends with this code. */
function runner(code: number, report?: { passed: number; failed: number }) {
  return async (file: string) => {
    if (report) writeFileSync(file, JSON.stringify(report))
    return { code }
  }
}

const tally = (report: { passed: number; failed: number }) => unit(report.passed, report.failed)

test.for([
  ['all passed', runner(0, { passed: 3, failed: 0 }), unit(3, 0)],
  ['a test failed', runner(1, { passed: 2, failed: 1 }), unit(2, 1)],
  ['an error outside of tests', runner(1, { passed: 3, failed: 0 }), { ...unit(3, 0), ...failedCheck }],
  ['the runner broke down', runner(1), failedCheck],
] as const)('%s', async ([, run, expected]) => {
  expect(await withReport(run, tally)).toEqual(expected)
})
