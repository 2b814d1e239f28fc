import { BenchRun, type BenchSettings } from '../bench-run.ts'
import type { Member } from '../load/orders.ts'
import { settledPssBytes } from '../process-memory.ts'
import type { ServerKind } from '../servers.ts'
import type { Measured, Scenario } from './scenario.ts'

const kilobyte = 1024
const megabyte = 1024 ** 2

/** The first make the server warm: code, pools, a heap that has grown. */
const [warmConnections, connections] = [500, 2000]

const [warmDocuments, documents, churnRounds] = [4, 40, 6]

const joinsAtATime = 50
const settleMs = 2000
const churnSettleMs = 1000

const idle = (from: number, count: number): Member[] =>
  Array.from({ length: count }, (_, index) => ({ room: `idle-${from + index}`, clientId: from + index + 1 }))

const readers = (count: number, prefix: string): Member[] =>
  Array.from({ length: count }, (_, index) => ({ room: `${prefix}-${index}`, clientId: 1001 + index }))

async function measureConnections(kind: ServerKind, settings: BenchSettings): Promise<Measured> {
  return BenchRun.with(kind, settings, async (run) => {
    const how = { content: 'typing', parallel: joinsAtATime } as const
    await run.join({ members: idle(0, warmConnections), ...how })
    const before = await settledPssBytes(run.pid, settleMs)
    await run.join({ members: idle(warmConnections, connections), ...how })
    const after = await settledPssBytes(run.pid, settleMs)
    const { problems } = await run.load.ask({ do: 'leave' })
    return { values: { kbPerConnection: (after - before) / connections / kilobyte }, problems, loadCpu: 0 }
  })
}

/**
 * Fills the documents, and has a fresh process open and leave them again and again. A server that stores
 * nothing keeps them as they were put in.
 */
async function measureDocuments(kind: ServerKind, settings: BenchSettings): Promise<Measured> {
  return BenchRun.with(kind, settings, async (run) => {
    const isStored = kind.name !== 'y-websocket-server'
    const fill = async (members: readonly Member[]) => {
      await run.join({ members, content: 'traceToCome', parallel: joinsAtATime })
      await run.load.ask({ do: 'fill' })
      await run.load.ask({ do: 'leave' })
    }
    const open = async (members: readonly Member[], forMs: number) => {
      const joined = await run.join({ members, content: 'trace', parallel: 4 })
      const pss = await settledPssBytes(run.pid, forMs)
      const { problems } = await run.load.ask({ do: 'leave' })
      return { pss, problems: complaints(joined.partialFirstSyncs, problems, members.length) }
    }
    await fill(readers(warmDocuments, 'warm'))
    let before = await settledPssBytes(run.pid, settleMs)
    await fill(readers(documents, 'document'))
    if (isStored) {
      // What is put off is done by then.
      await settledPssBytes(run.pid, 2 * settleMs)
      await run.restartServer()
      await open(readers(warmDocuments, 'warm'), 0)
      before = await settledPssBytes(run.pid, settleMs)
    }
    const [opened, left]: [number[], number[]] = [[], []]
    const problems = new Set<string>()
    for (let round = 0; round < churnRounds; round++) {
      const { pss, problems: found } = await open(readers(documents, 'document'), churnSettleMs)
      for (const problem of found) problems.add(problem)
      opened.push(pss)
      left.push(await settledPssBytes(run.pid, churnSettleMs))
    }
    const [first = 0] = opened
    return {
      values: {
        mbPerDocument: (first - before) / documents / megabyte,
        mbAfterFirstRound: ((left[0] ?? 0) - before) / megabyte,
        mbAfterLastRound: ((left.at(-1) ?? 0) - before) / megabyte,
        // The first round is warm-up: from its end on nothing should be added.
        mbGrowthPerRound: ((left.at(-1) ?? 0) - (left[1] ?? 0)) / (churnRounds - 2) / megabyte,
      },
      problems: [...problems],
      loadCpu: 0,
    }
  })
}

export function complaints(
  partialFirstSyncs: number,
  problems: readonly string[],
  readers: number,
): string[] {
  const partial =
    partialFirstSyncs > 0
      ? [`${partialFirstSyncs} of ${readers} first syncs were not the whole document`]
      : []
  return [...partial, ...problems.slice(0, 1)]
}

export const memoryScenarios: readonly Scenario[] = [
  {
    name: 'connections',
    title: `${connections} idle connections, each in a room of its own`,
    servers: ['pliego', 'y-websocket-server', 'hocuspocus', 'relay'],
    figures: [
      {
        letter: 'e',
        title: 'Idle connection with a room of its own',
        unit: 'kB',
        value: 'kbPerConnection',
        targets: [{ atMost: 12 }],
      },
    ],
    run: measureConnections,
  },
  {
    name: 'documents',
    title: `${documents} documents of 259,778 edits, opened and left ${churnRounds} times`,
    peerRounds: 3,
    servers: ['pliego', 'y-websocket-server', 'hocuspocus'],
    figures: [
      {
        letter: 'e',
        title: 'Open document with the recorded trace',
        unit: 'MB',
        value: 'mbPerDocument',
        targets: [{ atMost: 0.4 }],
      },
      {
        letter: 'e',
        title: 'Growth per further round of opening and leaving 40 of them',
        unit: 'MB',
        value: 'mbGrowthPerRound',
        targets: [{ atMost: 1 }],
      },
    ],
    run: measureDocuments,
  },
]
