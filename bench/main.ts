import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { chart } from './chart.ts'
import { recordedPatches } from './load/trace.ts'
import { figures, number, report } from './report.ts'
import type { Result } from './results.ts'
import { memoryScenarios } from './scenarios/memory.ts'
import { recordedTraceScenario } from './scenarios/recorded-trace.ts'
import type { Measured, Scenario } from './scenarios/scenario.ts'
import { typingScenarios } from './scenarios/typing.ts'
import { type ServerName, servers } from './servers.ts'

// `npm run bench -- [--rounds 5] [--only busy,trace] [--peers relay,hocuspocus | none] [--profile folder]`
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    peers: { type: 'string' },
    profile: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const scenarios = [...typingScenarios, ...memoryScenarios, recordedTraceScenario]
const known = [...scenarios.map(({ name }) => name), ...Object.keys(servers), 'none']
for (const name of [values.only, values.peers].flatMap((list) => list?.split(',') ?? [])) {
  if (!known.includes(name)) throw new Error(`there is no ${name}; there are ${known.join(', ')}`)
}
const nodeFlags = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : []
const isWanted = (list: string | undefined, name: string) => list?.split(',').includes(name) ?? true
const isFull = values.only === undefined && values.peers === undefined && rounds >= 5 && !values.profile

/** In turn, and each goes first as often, so that what else the machine does hits all alike. */
function order(names: readonly ServerName[], round: number): ServerName[] {
  const first = round % names.length
  return [...names.slice(first), ...names.slice(0, first)]
}

async function measure(scenario: Scenario, traceFolder: string): Promise<Result> {
  console.log(`\n${scenario.name}. ${scenario.title}`)
  const wanted = scenario.servers.filter((name) => name === 'pliego' || isWanted(values.peers, name))
  const runs = new Map<ServerName, Measured[]>(wanted.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of order(wanted, round)) {
      if (name !== 'pliego' && round >= (scenario.peerRounds ?? rounds)) continue
      // Once is enough to see whether much is put off, and takes longer than all else.
      const countsAllIn = round === rounds - 1
      const measured = await scenario.run(servers[name], { traceFolder, nodeFlags, countsAllIn })
      runs.get(name)?.push(measured)
      const shown = Object.entries(measured.values).map(([key, value]) => `${key} ${number(value)}`)
      console.log(`  ${name.padEnd(20)} ${shown.join(', ')}, load ${Math.round(measured.loadCpu * 100)} %`)
      for (const problem of measured.problems) console.log(`    (*) ${problem}`)
    }
  }
  return { scenario, runs }
}

const [loadBefore = 0] = loadavg()
const traceFolder = mkdtempSync(path.join(tmpdir(), 'pliego-bench-trace-'))
const startedAt = performance.now()
const results: Result[] = []
try {
  for (const scenario of scenarios.filter(({ name }) => isWanted(values.only, name))) {
    results.push(await measure(scenario, traceFolder))
  }
} finally {
  rmSync(traceFolder, { recursive: true, force: true })
}
console.log(`\n${figures(results)}\n\nIn ${Math.round((performance.now() - startedAt) / 60_000)} minutes.`)
if (isFull) {
  const date = new Date().toISOString().slice(0, 10)
  const page = report(results, { date, rounds, recorded: recordedPatches() !== undefined, loadBefore })
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), page)
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.svg'), chart(results))
}
