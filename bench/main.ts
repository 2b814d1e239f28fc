import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { recordedPatches } from './load/trace.ts'
import { report, type Result } from './report.ts'
import { runOnce, type Run } from './run-once.ts'
import { scenarios } from './scenarios.ts'
import { peer, pliego, type ServerKind } from './servers.ts'

// `npm run bench -- [--rounds 5] [--only readers,busy]`; only a full run writes RESULTS.md.
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
})
const chosen = scenarios.filter(({ name }) => values.only?.split(',').includes(name) ?? true)
const [loadBefore = 0] = loadavg()
const results: Result[] = []
for (const scenario of chosen) {
  console.log(`\n${scenario.title}: ${scenario.question}`)
  const runs = new Map<ServerKind, Run[]>([
    [pliego, []],
    [peer, []],
  ])
  for (let round = 0; round < Number(values.rounds); round++) {
    // In turn, and each goes first as often, so that what else the machine does hits both alike.
    for (const kind of round % 2 === 0 ? [pliego, peer] : [peer, pliego]) {
      const run = await runOnce(scenario, kind)
      runs.get(kind)?.push(run)
      console.log(
        `  ${kind.name.padEnd(26)} ${run.cpuPerUpdateUs.toFixed(1).padStart(7)} us/update, all-in ${run.cpuAllInUs.toFixed(1)}, ${run.seconds.toFixed(1)} s, ${run.frames} messages, p50 ${run.latencyP50Ms?.toFixed(1)} p99 ${run.latencyP99Ms?.toFixed(1)} ms`,
      )
    }
  }
  results.push({ scenario, ours: runs.get(pliego) ?? [], theirs: runs.get(peer) ?? [] })
}
const recorded = recordedPatches() !== undefined
const page = report(results, { date: new Date().toISOString().slice(0, 10), recorded, loadBefore })
console.log(`\n${page}`)
if (chosen.length === scenarios.length) writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), page)
