import { BenchRun, type BenchSettings } from '../bench-run.ts'
import type { Member } from '../load/orders.ts'
import { idleCpuMs, treeCpuMs } from '../process-cpu.ts'
import { traceStateBytes } from '../load/trace.ts'
import type { ServerKind } from '../servers.ts'
import { diskUse } from '../stored-bytes.ts'
import { complaints } from './memory.ts'
import type { Measured, Scenario } from './scenario.ts'

const room = 'paper'
/** Units on their way: enough that nobody waits for the other, and no more than sockets hold anyway. */
const inFlight = 2000
const joiners = 50

/** Types the whole recording, one update a message; then a fresh process answers a first reader, and 50 more. */
async function measure(kind: ServerKind, settings: BenchSettings): Promise<Measured> {
  return BenchRun.with(kind, settings, async (run) => {
    const isStored = kind.name !== 'y-websocket-server'
    await run.join({ members: members([1, 2]), content: 'traceToCome' })
    const marks: number[] = []
    const typed = await run.load.ask({ do: 'typeTrace', inFlight }, () => marks.push(treeCpuMs(run.pid)))
    const { problems: missing } = await run.load.ask({ do: 'leave' })
    const allInMs = (await idleCpuMs(run.pid, kind.putsOffMs)) - (marks[0] ?? 0)
    const us = (ms: number) => (ms * 1000) / typed.keystrokes
    const quarters = [1, 2, 3, 4].map((end) => 4 * us((marks[end] ?? 0) - (marks[end - 1] ?? 0)))
    const [firstQuarter = 0, , , lastQuarter = 0] = quarters
    const problems = [...missing]

    const join = async (clientIds: readonly number[]) => {
      const before = await idleCpuMs(run.pid)
      const joined = await run.join({ members: members(clientIds), content: 'trace' })
      const cpuMs = (await idleCpuMs(run.pid)) - before
      const { problems: found } = await run.load.ask({ do: 'check' })
      problems.push(...complaints(joined.partialFirstSyncs, found, clientIds.length))
      return cpuMs
    }
    if (isStored) await run.restartServer()
    const firstJoinMs = await join([1000])
    const manyJoinsMs = await join(Array.from({ length: joiners }, (_, index) => 1001 + index))
    await run.load.ask({ do: 'leave' })
    await run.stopServer()
    const disk = isStored ? diskUse(kind.name, run.dataDir) : undefined
    return {
      values: {
        typingUsPerUpdate: us((marks.at(-1) ?? 0) - (marks[0] ?? 0)),
        allInUsPerUpdate: us(allInMs),
        ...Object.fromEntries(quarters.map((value, index) => [`quarter${index + 1}UsPerUpdate`, value])),
        lastToFirstQuarter: lastQuarter / firstQuarter,
        typingSeconds: typed.seconds,
        ...(isStored && { coldJoinMs: firstJoinMs }),
        manyJoinsMs,
        ...(disk && {
          diskKb: disk.currentBytes / 1024,
          diskToYjs: disk.currentBytes / traceStateBytes(settings.traceFolder),
          historyKb: disk.historyBytes / 1024,
          folderKb: disk.folderBytes / 1024,
        }),
      },
      problems: [...new Set(problems)],
      loadCpu: typed.loadCpu,
    }
  })
}

const members = (clientIds: readonly number[]): Member[] => clientIds.map((clientId) => ({ room, clientId }))

const stored = ['y-websocket-leveldb', 'hocuspocus'] as const

export const recordedTraceScenario: Scenario = {
  name: 'trace',
  peerRounds: 3,
  title: 'The recorded paper typed as 259,778 single updates, then joined',
  servers: ['pliego', 'y-websocket-server', ...stored],
  figures: [
    {
      letter: 'f',
      title: 'The recorded paper, typed as single updates, all-in',
      unit: 'µs CPU per update',
      value: 'allInUsPerUpdate',
      targets: [{ atMost: 8 }],
    },
    {
      letter: 'f',
      title: 'Last quarter of it to the first',
      unit: 'times the CPU',
      value: 'lastToFirstQuarter',
      targets: [{ atMost: 1.5 }],
    },
    {
      letter: 'f',
      title: 'Its current state on disk',
      unit: 'times Yjs’ encoding',
      value: 'diskToYjs',
      targets: [{ atMost: 1.2 }],
    },
    {
      letter: 'g',
      title: 'Cold join of it',
      unit: 'ms CPU',
      value: 'coldJoinMs',
      targets: stored.map((than) => ({ than, atMost: 0.1 })),
    },
    {
      letter: 'g',
      title: '50 joining it at once',
      unit: 'ms CPU',
      value: 'manyJoinsMs',
      targets: (['y-websocket-server', ...stored] as const).map((than) => ({ than, atMost: 0.08 })),
    },
  ],
  run: measure,
}
