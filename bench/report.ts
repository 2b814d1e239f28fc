import { arch, cpus, release } from 'node:os'

import { judge, type JudgedTarget, medianOf, problemsOf, type Result, valuesOf } from './results.ts'
import { type ServerName, servers } from './servers.ts'
import { median } from './statistics.ts'
import { table } from './table.ts'

export type ReportFacts = {
  readonly date: string
  readonly rounds: number
  readonly recorded: boolean
  /** Load average before the first run. */
  readonly loadBefore: number
}

const columns: readonly (readonly [ServerName, string])[] = [
  ['y-websocket-server', '@y/websocket-server'],
  ['y-websocket-leveldb', 'y-websocket + LevelDB'],
  ['hocuspocus', 'Hocuspocus + SQLite'],
  ['relay', 'bare relay'],
]

/** The results as a Markdown page. */
export function report(results: readonly Result[], facts: ReportFacts): string {
  return `# Results

Made by \`npm run bench\` on ${facts.date}; what is measured and how is in [README.md](README.md). Medians of ${facts.rounds} rounds, in brackets the least and the greatest.

![Pliego beside its peers, one group of bars for each figure](RESULTS.svg)

${figures(results)}

(*) Its readers were sent something they should not have been:

${complaints(results)}

## All that was measured

${details(results)}

Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Linux ${release()}, ${arch()}, Node ${process.version}. Servers: ${Object.values(
    servers,
  )
    .map(({ title }) => title)
    .join(
      '; ',
    )}. The load ran on the same processors and used at most ${Math.round(100 * mostLoad(results))} % of one of them while something was measured. Before the first run ${facts.loadBefore.toFixed(1)} other processes wanted a processor (load average; above 0.5 nothing but the ratios counts, and above 2 not even they). The trace was ${facts.recorded ? "the recorded paper (Martin Kleppmann's, from automerge-perf, CC BY 4.0)" : 'synthetic, since the recording is not on this machine'}.
`
}

/** The figures with their targets, as a table. */
export function figures(results: readonly Result[]): string {
  const rows = results.flatMap((result) =>
    result.scenario.figures.map((figure) => [
      `${figure.letter}. ${figure.title}`,
      figure.unit,
      withRange(valuesOf(result, 'pliego', figure.value)),
      ...columns.map(([server]) => {
        const value = medianOf(result, server, figure.value)
        if (value === undefined) return ''
        return `${number(value)}${problemsOf(result, server).length > 0 ? ' (*)' : ''}`
      }),
      judge(result, figure).map(sentence).join('; '),
    ]),
  )
  const head = ['Figure', 'Unit', '**Pliego**', ...columns.map(([, title]) => title), 'Target']
  return table([head, ...rows])
}

function sentence({ target, actual, verdict }: JudgedTarget): string {
  const bound = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`
  const compared = 'than' in target
  const wanted = compared ? `${bound}x ${shortName(target.than)}` : bound
  if (verdict === 'unknown' || actual === undefined) return `${wanted}: not measured`
  const is = compared ? `${ratio(actual)}x` : number(actual)
  const words = {
    met: `**met** (${is})`,
    floor: `missed, above its floor (${is}; floor ${target.floor}x)`,
    missed: `**missed** (${is})`,
  }
  return `${wanted}: ${words[verdict]}`
}

function complaints(results: readonly Result[]): string {
  const lines = results.flatMap((result) =>
    result.scenario.servers.flatMap((server) =>
      problemsOf(result, server)
        .slice(0, 2)
        .map((problem) => `- ${servers[server].title}, ${result.scenario.name}: ${problem}.`),
    ),
  )
  return lines.length > 0 ? lines.join('\n') : '- Nothing of the kind was seen in this run.'
}

function details(results: readonly Result[]): string {
  return results
    .map((result) => {
      const { servers: compared, title } = result.scenario
      const names = [...new Set(compared.flatMap((server) => valueNames(result, server)))]
      const rows = names.map((name) => [
        name,
        ...compared.map((server) => withRange(valuesOf(result, server, name))),
      ])
      return `### ${title}\n\n${table([['', ...compared.map(shortName)], ...rows])}`
    })
    .join('\n\n')
}

function valueNames(result: Result, server: ServerName): string[] {
  return (result.runs.get(server) ?? []).flatMap((run) => Object.keys(run.values))
}

function mostLoad(results: readonly Result[]): number {
  const all = results.flatMap(({ runs }) => [...runs.values()].flat())
  return Math.max(0, ...all.map((run) => run.loadCpu))
}

function shortName(server: ServerName): string {
  return columns.find(([name]) => name === server)?.[1] ?? servers[server].title
}

function withRange(values: readonly number[]): string {
  if (values.length === 0) return ''
  const middle = number(median(values))
  return values.length === 1
    ? middle
    : `${middle} (${number(Math.min(...values))}-${number(Math.max(...values))})`
}

/** Three digits are more than such measurements have. */
export function number(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return `${(value / 1e6).toFixed(2)} M`
  if (size >= 100) return Math.round(value).toString()
  return size >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function ratio(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2)
}
