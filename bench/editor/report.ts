import { arch, cpus, release } from 'node:os'

import { number } from '../report.ts'
import { table } from '../table.ts'
import {
  type EditorName,
  figures,
  judge,
  type Judged,
  type Letter,
  medianOf,
  type Results,
} from './figures.ts'

export type ReportFacts = {
  readonly date: string
  readonly rounds: number
  readonly blocks: number
  readonly words: number
  readonly browser: string
  /** Load average before the first round. */
  readonly loadBefore: number
  /** What has to be known of single figures: a tab that crashed, an operation with its seed. */
  readonly notes: readonly string[]
}

/** The figures of these letters with their targets, as a table. */
export function figureTable(results: Results, letters: readonly Letter[]): string {
  const rows = figures
    .filter(({ letter }) => letters.includes(letter))
    .map((figure) => {
      const [own, control] = [
        medianOf(results, 'Pliego', figure.value),
        medianOf(results, 'control', figure.value),
      ]
      return [
        `${figure.letter}. ${figure.title}`,
        figure.unit,
        withRange(results, 'Pliego', figure.value),
        withRange(results, 'control', figure.value),
        own !== undefined && control ? `${(own / control).toFixed(2)}x` : '',
        judge(results, figure).map(sentence).join('; '),
      ]
    })
  return table([['Figure', 'Unit', '**Pliego**', 'Control', 'Ratio', 'Target'], ...rows])
}

/** The results as a Markdown page. */
export function report(results: Results, letters: readonly Letter[], facts: ReportFacts): string {
  const notes = facts.notes.length > 0 ? `${facts.notes.map((note) => `- ${note}`).join('\n')}\n\n` : ''
  return `# Results

Made by \`npm run bench:editor\` on ${facts.date}; what is measured and how is in [README.md](README.md). Medians of ${facts.rounds} rounds, in brackets the least and the greatest. The large document has ${facts.blocks} blocks and ${facts.words} words.

${figureTable(results, letters)}

${notes}Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Linux ${release()}, ${arch()}, Node ${process.version}, Chromium ${facts.browser}. Servers, writers and browser ran on the same processors. Before the first round ${facts.loadBefore.toFixed(1)} other processes wanted a processor (load average; above 0.5 nothing but the ratios counts, and above 2 not even they).
`
}

function sentence({ target: { atMost, than }, actual }: Judged): string {
  const compared = than === undefined ? '' : `x ${than === 'control' ? 'the control' : than.title}`
  const wanted = `at most ${atMost}${compared}`
  if (actual === undefined) return `${wanted}: not measured`
  const shown = than === undefined ? number(actual) : `${actual.toFixed(2)}x`
  return `${wanted}: **${actual <= atMost ? 'met' : 'missed'}** (${shown})`
}

function withRange(results: Results, name: EditorName, value: string): string {
  const values = results.get(name)?.get(value) ?? []
  const middle = medianOf(results, name, value)
  if (middle === undefined) return ''
  return values.length === 1
    ? number(middle)
    : `${number(middle)} (${number(Math.min(...values))}-${number(Math.max(...values))})`
}
