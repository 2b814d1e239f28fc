import { arch, cpus, release } from 'node:os'

import { peerName } from './peer.ts'
import type { Run } from './run-once.ts'
import type { Scenario } from './scenarios.ts'
import { median } from './statistics.ts'

export type Result = {
  readonly scenario: Scenario
  /** Round by round, side by side. */
  readonly ours: readonly Run[]
  readonly theirs: readonly Run[]
}

/** The results as a Markdown page. */
export function report(
  results: readonly Result[],
  facts: { date: string; recorded: boolean; loadBefore: number },
): string {
  const columns = [
    'Scenario',
    'Server',
    'CPU µs/update',
    'all-in',
    'min-max',
    'p50 ms',
    'p99 ms',
    'messages received',
  ]
  const rows = results.flatMap(({ scenario, ours, theirs }) => [
    row(scenario.title, '**Pliego**', ours),
    row('', peerName, theirs),
  ])
  const rounds = results[0]?.ours.length ?? 0
  return `# Results

Made by \`npm run bench\` on ${facts.date}; what is measured and how is in [README.md](README.md). Medians of ${rounds} rounds.

${table([columns, ...rows])}

${results.map(({ scenario, ours, theirs }) => `- ${scenario.title} (${scenario.question}): ${compare(ours, theirs)}`).join('\n')}

Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Linux ${release()}, ${arch()}, Node ${process.version}; the load ran on the same processors, and before it ${facts.loadBefore.toFixed(1)} other processes wanted them (load average; above 1 nothing but the comparison counts, and latencies do not). The trace was ${facts.recorded ? "the recorded paper (Martin Kleppmann's, from automerge-perf, CC BY 4.0)" : 'synthetic, since the recording is not on this machine'}.
`
}

function row(title: string, server: string, runs: readonly Run[]): string[] {
  const of = (pick: (run: Run) => number | undefined) => {
    const values = runs.map(pick).filter((value) => value !== undefined)
    return values.length > 0 ? number(median(values)) : ''
  }
  const cpu = runs.map((run) => run.cpuPerUpdateUs)
  return [
    title,
    server,
    of((run) => run.cpuPerUpdateUs),
    of((run) => run.cpuAllInUs),
    `${number(Math.min(...cpu))}-${number(Math.max(...cpu))}`,
    of((run) => run.latencyP50Ms),
    of((run) => run.latencyP99Ms),
    of((run) => run.frames),
  ]
}

function compare(ours: readonly Run[], theirs: readonly Run[]): string {
  const share = (pick: (run: Run) => number) => {
    const ratio = median(ours.map(pick)) / median(theirs.map(pick))
    return `${Math.round(ratio * 100)} %`
  }
  return `Pliego's CPU is ${share((run) => run.cpuPerUpdateUs)} of the peer's, all-in ${share((run) => run.cpuAllInUs)}.`
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toString() : value.toPrecision(2)
}

/** Padded as the formatter does it. */
function table(rows: readonly string[][]): string {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)].join('\n')
}
