import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What `measure.ts` measures. */
export type OwnFigures = {
  /** Processor time of the app for a document's page, and for one small request. */
  readonly appPageUs: number
  readonly appRequestUs: number
  readonly pageKb: number
  /** Memory of each process with nobody there; of the app, after some hundreds of pages. */
  readonly appBaseMb: number
  readonly collabBaseMb: number
  /** Of one connection for news, and processor time a second of one on which nothing happens. */
  readonly feedKb: number
  readonly idleUsPerSecond: number
  /** Processor time of PostgreSQL for a row of the log, and of the collab server for having it written. */
  readonly postgresRowUs: number
  readonly postgresClientRowUs: number
}

/** What `npm run bench` measures, of Pliego. */
export type BenchFigures = {
  readonly roomsOfTwoUs: number
  readonly readers50Us: number
  readonly readers200Us: number
  readonly delivery200Us: number
  readonly busyUs: number
  readonly connectionKb: number
  readonly documentMb: number
  readonly coldJoinMs: number
  readonly stateKb: number
  readonly historyKb: number
}

export type Figures = OwnFigures & BenchFigures

/** Edits of the recorded paper, whose present and past these are. */
export const editsOfTrace = 259_778

const results = path.join(import.meta.dirname, '../RESULTS.md')
const measured = path.join(import.meta.dirname, 'measured.json')

export function readFigures(): Figures {
  const text = readFileSync(results, 'utf8')
  const own = JSON.parse(readFileSync(measured, 'utf8')) as OwnFigures
  return {
    ...own,
    roomsOfTwoUs: cell(text, '500 rooms of two', 'cpuUsPerMessage'),
    readers50Us: cell(text, 'One writer, 50 readers', 'cpuUsPerMessage'),
    readers200Us: cell(text, 'One writer, 200 readers', 'cpuUsPerMessage'),
    delivery200Us: cell(text, 'One writer, 200 readers', 'cpuUsPerDelivery'),
    busyUs: cell(text, 'Busy room', 'cpuUsPerMessage'),
    connectionKb: cell(text, '2000 idle connections', 'kbPerConnection'),
    documentMb: cell(text, '40 documents', 'mbPerDocument'),
    coldJoinMs: cell(text, 'The recorded paper', 'coldJoinMs'),
    stateKb: cell(text, 'The recorded paper', 'diskKb'),
    historyKb: cell(text, 'The recorded paper', 'historyKb'),
  }
}

/** Pliego's median in a table of the results. @throws {Error} where there is none */
function cell(text: string, section: string, row: string): number {
  const at = text.indexOf(`\n### ${section}`)
  const [table = ''] = at < 0 ? [] : text.slice(at + 1).split('\n### ')
  const [, value] = new RegExp(`^\\| ${row} +\\| ([\\d.]+)`, 'm').exec(table) ?? []
  if (value === undefined) throw new Error(`bench/RESULTS.md has no ${row} under ${section}`)
  return Number(value)
}
