// @ts-check
import { Failure } from '../prepare/failure.mjs'

/**
 * Tests by kind; a step without tests of its own is one check.
 * @typedef {'check' | 'unit' | 'contract' | 'browser'} Kind
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {Partial<Record<Kind, Count>>} Tally
 *
 * `run` shows what went wrong by itself; `needs` names a step that must have passed.
 * @typedef {{ name: string, needs?: string, run: () => Promise<Tally> }} Step
 */

/**
 * Runs every step, whatever the others did, and ends with one plain line: `N passed, N failed`.
 * @param {readonly Step[]} steps
 * @param {(line: string) => void} [log]
 * @returns {Promise<number>} the exit code: 1 when anything failed
 */
export async function runSteps(steps, log = console.log) {
  /** @type {Tally} */
  const total = {}
  /** @type {string[]} */
  const summary = []
  const unfit = new Set()
  for (const step of steps) {
    log(`\n==> ${step.name}`)
    const startedAt = Date.now()
    /** @type {Tally} */
    let tally
    if (step.needs !== undefined && unfit.has(step.needs)) {
      log(`left out: ${step.needs} failed`)
      tally = { check: { passed: 0, failed: 1, skipped: 0 } }
    } else {
      // oxlint-disable-next-line no-await-in-loop -- two cores: one step at a time
      tally = await runStep(step, log)
    }
    const failed = sum(tally).failed
    if (failed > 0) unfit.add(step.name)
    for (const [kind, count] of /** @type {[Kind, Count][]} */ (Object.entries(tally))) {
      total[kind] = add(total[kind], count)
    }
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
    const line = `${failed > 0 ? 'FAILED' : 'ok    '} ${step.name}, ${seconds} s`
    summary.push(line)
    log(line)
  }
  log(`\n${summary.join('\n')}\n`)
  for (const kind of /** @type {const} */ (['unit', 'contract', 'browser'])) {
    const count = total[kind]
    if (count) log(`${kind} tests: ${count.passed + count.failed + count.skipped}`)
  }
  const { passed, failed, skipped } = sum(total)
  log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return failed > 0 ? 1 : 0
}

/**
 * @param {Step} step
 * @param {(line: string) => void} log
 * @returns {Promise<Tally>}
 */
async function runStep(step, log) {
  try {
    return await step.run()
  } catch (error) {
    // 130: somebody asked us to stop, which is no result of a step.
    if (!(error instanceof Failure) || error.exitCode === 130) throw error
    log(error.message)
    return { check: { passed: 0, failed: 1, skipped: 0 } }
  }
}

/** @param {boolean} passed @returns {Tally} */
export function oneCheck(passed) {
  return { check: { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 } }
}

/** @param {Tally} tally */
function sum(tally) {
  return Object.values(tally).reduce(add, { passed: 0, failed: 0, skipped: 0 })
}

/** @param {Count | undefined} a @param {Count} b @returns {Count} */
function add(a = { passed: 0, failed: 0, skipped: 0 }, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}
