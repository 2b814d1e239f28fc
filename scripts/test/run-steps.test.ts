import { expect, test } from 'vitest'
import { Failure } from '../prepare/failure.mjs'
import { flakyTests, tallyPlaywright, tallyVitest } from './read-reports.mjs'
import { oneCheck, runSteps } from './run-steps.mjs'

async function run(...steps: Parameters<typeof runSteps>[0]) {
  const lines: string[] = []
  const exitCode = await runSteps(steps, (line) => lines.push(...line.split('\n')))
  return { exitCode, lines, last: lines.at(-1) }
}

const assertion = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles })
const spec = (title: string, status: string) => ({ title, tests: [{ status }] })
const count = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped })

test('all is counted in one plain last line, with each kind of test before it', async () => {
  const { exitCode, lines, last } = await run(
    { name: 'lint', run: async () => oneCheck(true) },
    { name: 'tests', run: async () => ({ unit: count(10, 0, 1), contract: count(4) }) },
    { name: 'browser', run: async () => ({ browser: count(3) }) },
  )
  expect(exitCode).toBe(0)
  expect(last).toBe('18 passed, 0 failed, 1 skipped')
  expect(lines.filter((line) => line.includes(' tests: '))).toEqual([
    'unit tests: 11',
    'contract tests: 4',
    'browser tests: 3',
  ])
})

test('a failed step does not keep the others from running, only those that need it', async () => {
  const { exitCode, lines, last } = await run(
    {
      name: 'build',
      run: async () => {
        throw new Failure('The build failed: why')
      },
    },
    { name: 'lint', run: async () => oneCheck(true) },
    { name: 'browser', needs: 'build', run: async () => ({ browser: count(3) }) },
  )
  expect(exitCode).toBe(1)
  expect(last).toBe('1 passed, 2 failed')
  expect(lines).toContain('The build failed: why')
  expect(lines).toContain('left out: build failed')
})

test('contract tests are told from unit tests by the title around them', () => {
  const report = {
    testResults: [
      { assertionResults: [assertion('passed', 'sqlite', 'contract: update store'), assertion('failed')] },
      { assertionResults: [assertion('passed', 'a contract'), assertion('pending'), assertion('todo')] },
    ],
  }
  expect(tallyVitest(report)).toEqual({ contract: count(1), unit: count(1, 1, 2) })
})

test('a browser test that passed on its second try has passed, and is named', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
  const suites = [
    {
      title: 'menu.spec.ts',
      specs: [spec('opens', 'expected')],
      suites: [{ title: 'by keys', specs: [spec('closes', 'flaky'), spec('fails', 'unexpected')] }],
    },
  ]
  expect(tallyPlaywright({ suites, stats })).toEqual({ browser: count(6, 1, 2) })
  expect(flakyTests({ suites })).toEqual(['menu.spec.ts › by keys › closes'])
})
