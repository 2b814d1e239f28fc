// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { oneCheck } from './run-steps.mjs'

/** @import { Tally } from './run-steps.mjs' */

/**
 * Runs a test runner that writes a JSON report and counts it. A runner that fails without a failed test
 * (a broken file, an error outside of tests, no report) counts as one failed check.
 * @template Report
 * @param {(file: string) => Promise<{ code: number }>} run given where the report has to go
 * @param {(report: Report) => Tally} tally
 * @returns {Promise<Tally>}
 */
export async function withReport(run, tally) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-report-'))
  try {
    const file = path.join(folder, 'report.json')
    const { code } = await run(file)
    if (!existsSync(file)) return oneCheck(false)
    const counts = tally(JSON.parse(readFileSync(file, 'utf8')))
    const explained = Object.values(counts).some((count) => count.failed > 0)
    return code !== 0 && !explained ? { ...counts, ...oneCheck(false) } : counts
  } finally {
    rmSync(folder, { recursive: true })
  }
}
