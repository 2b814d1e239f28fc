import { setTimeout as sleep } from 'node:timers/promises'

import { BenchRun, type BenchSettings } from '../bench-run.ts'
import { diskLatencies } from '../disk.ts'
import type { Member, TypingPlan } from '../load/orders.ts'
import { idleCpuMs, treeCpuMs } from '../process-cpu.ts'
import type { ServerKind } from '../servers.ts'
import { quantile } from '../statistics.ts'
import type { Measured, Scenario } from './scenario.ts'

type Typing = {
  readonly members: readonly Member[]
  readonly plan: TypingPlan
}

// Shorter, and it would be the compiler that is measured: a server runs for weeks.
const warmUpMs = 12_000
const measureMs = 4500
const joinsAtATime = 50

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** Writers are 1, 2, ...; readers 1001, 1002, ...; every so many of them a probe. */
function oneRoom(writers: number, readers: number, probeEvery: number): Member[] {
  return [
    ...times(writers, (index) => ({ room: 'room', clientId: 1 + index })),
    ...times(readers, (index) => ({
      room: 'room',
      clientId: 1001 + index,
      probe: index % probeEvery === 0,
    })),
  ]
}

const paced = { warmUpMs, measureMs, caretsPerSecond: 0 }

const oneWriter = (readers: number): Typing => ({
  members: oneRoom(1, readers, 20),
  plan: { ...paced, writers: [1], keysPerSecond: 50 },
})

const busyRoom: Typing = {
  members: times(50, (index) => ({ room: 'room', clientId: 1 + index, probe: index % 10 === 0 })),
  plan: { ...paced, writers: times(50, (index) => 1 + index), keysPerSecond: 10, caretsPerSecond: 10 },
}

const manyRooms: Typing = {
  members: times(1000, (index) => ({ room: `room-${index >> 1}`, clientId: 1 + index, probe: true })),
  plan: { ...paced, writers: times(1000, (index) => 1 + index), keysPerSecond: 2 },
}

const saturation: Typing = {
  members: oneRoom(16, 200, 200),
  plan: { ...paced, writers: times(16, (index) => 1 + index), keysPerSecond: 0, inFlight: 50 },
}

/** Types by a plan, and counts the server's CPU until everybody has everything. */
async function run({ members, plan }: Typing, kind: ServerKind, settings: BenchSettings): Promise<Measured> {
  return BenchRun.with(kind, settings, async (run) => {
    await run.join({ members, content: 'typing', parallel: joinsAtATime })
    await sleep(200)
    let cpuBefore = 0
    const typed = await run.load.ask({ do: 'type', plan }, () => {
      cpuBefore = treeCpuMs(run.pid)
    })
    const cpuMs = treeCpuMs(run.pid) - cpuBefore
    // What comes twice may come late.
    await sleep(200)
    const { problems } = await run.load.ask({ do: 'leave' })
    const allInMs = settings.countsAllIn ? (await idleCpuMs(run.pid, kind.putsOffMs)) - cpuBefore : undefined
    const messages = typed.keystrokes + typed.carets
    const latencies = { p50: quantile(typed.latencies, 0.5), p99: quantile(typed.latencies, 0.99) }
    return {
      values: {
        cpuUsPerDelivery: (cpuMs * 1000) / typed.deliveries,
        cpuUsPerMessage: (cpuMs * 1000) / messages,
        ...(allInMs !== undefined && {
          allInUsPerDelivery: (allInMs * 1000) / typed.deliveries,
          allInUsPerMessage: (allInMs * 1000) / messages,
        }),
        deliveriesPerCpuSecond: typed.deliveries / (cpuMs / 1000),
        deliveriesPerSecond: typed.deliveries / typed.seconds,
        ...(latencies.p50 !== undefined && { p50Ms: latencies.p50 }),
        ...(latencies.p99 !== undefined && { p99Ms: latencies.p99 }),
        ...(typed.lateP99Ms !== undefined && { lateP99Ms: typed.lateP99Ms }),
      },
      problems,
      loadCpu: typed.loadCpu,
    }
  })
}

/** The same, and of a server that writes while people type how long its disk takes by itself. */
async function runManyRooms(kind: ServerKind, settings: BenchSettings): Promise<Measured> {
  const measured = await run(manyRooms, kind, settings)
  if (kind.name !== 'pliego') return measured
  const diskP99Ms = quantile(await diskLatencies(measureMs), 0.99)
  return { ...measured, values: { ...measured.values, ...(diskP99Ms !== undefined && { diskP99Ms }) } }
}

export const typingScenarios: readonly Scenario[] = [
  {
    name: 'readers-200',
    title: 'One writer, 200 readers: 50 keystrokes/s',
    servers: ['pliego', 'y-websocket-server', 'relay'],
    figures: [
      {
        letter: 'a',
        title: 'One writer, 200 readers',
        unit: 'µs CPU per delivery',
        value: 'cpuUsPerDelivery',
        targets: [
          { than: 'y-websocket-server', atMost: 0.75, floor: 0.85 },
          { than: 'relay', atMost: 1 },
        ],
      },
    ],
    run: (kind, settings) => run(oneWriter(200), kind, settings),
  },
  {
    name: 'readers-50',
    title: 'One writer, 50 readers: 50 keystrokes/s',
    servers: ['pliego', 'y-websocket-server', 'relay'],
    figures: [
      {
        letter: 'a',
        title: 'One writer, 50 readers',
        unit: 'µs CPU per delivery',
        value: 'cpuUsPerDelivery',
        targets: [{ than: 'y-websocket-server', atMost: 1 }],
      },
    ],
    run: (kind, settings) => run(oneWriter(50), kind, settings),
  },
  {
    name: 'busy',
    title: 'Busy room: each of 50 types 10 keystrokes/s and moves the caret 10 times/s',
    servers: ['pliego', 'y-websocket-server', 'hocuspocus', 'relay'],
    figures: [
      {
        letter: 'b',
        title: 'Busy room of 50',
        unit: 'µs CPU per message typed',
        value: 'cpuUsPerMessage',
        targets: [
          { than: 'y-websocket-server', atMost: 0.25 },
          { than: 'hocuspocus', atMost: 0.2 },
          { than: 'relay', atMost: 0.4 },
        ],
      },
      {
        letter: 'b',
        title: 'Busy room of 50, latency p99',
        unit: 'ms',
        value: 'p99Ms',
        targets: [{ atMost: 20 }],
      },
    ],
    run: (kind, settings) => run(busyRoom, kind, settings),
  },
  {
    name: 'rooms',
    title: '500 rooms of two, each of whom types 2 keystrokes/s',
    servers: ['pliego', 'y-websocket-server', 'y-websocket-leveldb', 'relay'],
    figures: [
      {
        letter: 'c',
        title: '500 rooms of two',
        unit: 'µs CPU per keystroke',
        value: 'cpuUsPerMessage',
        targets: [
          { than: 'y-websocket-server', atMost: 0.5, floor: 0.6 },
          { than: 'y-websocket-leveldb', atMost: 0.2 },
        ],
      },
      {
        letter: 'c',
        title: '500 rooms of two, latency p99',
        unit: 'ms',
        value: 'p99Ms',
        targets: [{ atMost: 10 }],
      },
      {
        letter: 'c',
        title: 'The disk by itself meanwhile, latency p99 of a write',
        unit: 'ms',
        value: 'diskP99Ms',
        targets: [],
      },
    ],
    run: runManyRooms,
  },
  {
    name: 'saturation',
    title: 'Saturation: 16 writers, each with 50 keystrokes on their way, and 200 readers',
    servers: ['pliego', 'y-websocket-server', 'hocuspocus'],
    figures: [
      {
        letter: 'd',
        title: 'Saturation, 16 writers and 200 readers',
        unit: 'deliveries per CPU second',
        value: 'deliveriesPerCpuSecond',
        targets: [
          { than: 'y-websocket-server', atLeast: 25 },
          { than: 'hocuspocus', atLeast: 2 },
        ],
      },
    ],
    run: (kind, settings) => run(saturation, kind, settings),
  },
]
