import { behaviour } from './behaviour.ts'
import { editsOfTrace, type Figures } from './figures.ts'
import { simulate, type Load } from './simulate.ts'

/** What so many people at once take. */
export type Size = Load & {
  readonly collab: { readonly cores: number; readonly processes: number; readonly memoryGb: number }
  readonly app: { readonly cores: number; readonly processes: number; readonly memoryGb: number }
  /** Undefined where files do. */
  readonly postgres: { readonly rows: number; readonly cores: number } | undefined
  /** Pliegos with a database each, for what one database takes is limited. */
  readonly installations: number
  /** On the wire, to people. */
  readonly megabitsPerSecond: number
  /** Of a year, all those people. */
  readonly diskGbPerYear: number
}

/** People that one collab server takes by its settings: each has a connection for a document and one for news. */
const mostPeopleOfProcess = 10_000
const socketsOfPerson = 2
const secondsOfHour = 3_600
/** A second, of one PostgreSQL with good disks; more was not tried. */
const mostRowsOfPostgres = 20_000

export function sizeOf(figures: Figures, people: number): Size {
  const load = simulate(figures, people)
  const opened = (people * behaviour.pagesPerHour) / secondsOfHour
  const requests = (people * behaviour.requestsPerHour) / secondsOfHour
  const quiet = (people * socketsOfPerson * figures.idleUsPerSecond) / 1e6
  const joining = (opened * figures.coldJoinMs) / 1e3
  const onFiles = load.typingCores + quiet + joining
  // One process writes to files; several need a database, and each row of it costs them something.
  const isOne = onFiles <= behaviour.fullCore && people <= mostPeopleOfProcess
  const rows = load.keystrokes
  const collabCores = onFiles + (isOne ? 0 : (rows * figures.postgresClientRowUs) / 1e6)
  const collabProcesses = Math.max(
    Math.ceil(collabCores / behaviour.fullCore),
    Math.ceil(people / mostPeopleOfProcess),
  )
  const appCores = (opened * figures.appPageUs + requests * figures.appRequestUs) / 1e6
  const appProcesses = Math.max(1, Math.ceil(appCores / behaviour.fullCore))
  const collabMb =
    (people * (figures.connectionKb + figures.feedKb)) / 1e3 +
    load.documents * figures.documentMb +
    collabProcesses * figures.collabBaseMb
  const messageBytes = 40 + behaviour.wireBytesPerMessage
  return {
    ...load,
    collab: { cores: collabCores, processes: collabProcesses, memoryGb: collabMb / 1e3 },
    app: { cores: appCores, processes: appProcesses, memoryGb: (appProcesses * figures.appBaseMb) / 1e3 },
    postgres: isOne ? undefined : { rows, cores: (rows * figures.postgresRowUs) / 1e6 },
    installations: isOne ? 1 : Math.ceil(rows / mostRowsOfPostgres),
    megabitsPerSecond: ((load.deliveries * messageBytes + opened * figures.pageKb * 1e3) * 8) / 1e6,
    diskGbPerYear: (people * diskMbOfYear(figures)) / 1e3,
  }
}

/** What one person leaves in a year, present and past, and images. */
export function diskMbOfYear({ stateKb, historyKb }: Figures): number {
  const keystrokes =
    behaviour.hoursPerYear * secondsOfHour * behaviour.shareTyping * behaviour.keystrokesPerSecond
  return (keystrokes * ((stateKb + historyKb) / editsOfTrace)) / 1e3 + behaviour.imagesMbPerYear
}
