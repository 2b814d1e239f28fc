import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Moment } from './load/load-client.ts'
import type { Order, Report } from './load/load-process.ts'
import { treeCpuMs } from './process-cpu.ts'
import type { Scenario } from './scenarios.ts'
import { type ServerKind, startBenchServer } from './servers.ts'
import { quantile } from './statistics.ts'

/** One run of one server; CPU is that of its whole process tree, user and system. */
export type Run = {
  /** From the first keystroke until everything had arrived everywhere, per keystroke. */
  readonly cpuPerUpdateUs: number
  /** The same until everybody had left and the server was idle: what it puts off is in it. */
  readonly cpuAllInUs: number
  /** From the first keystroke until the last frame had arrived. */
  readonly seconds: number
  /** From keystroke to the probe; undefined where nobody measures it. */
  readonly latencyP50Ms: number | undefined
  readonly latencyP99Ms: number | undefined
  /** WebSocket messages that all clients received. */
  readonly frames: number
}

const loadProcess = path.join(import.meta.dirname, 'load/load-process.ts')
const idleMs = 1500

/** @throws {Error} when a client has not everything that was typed. */
export async function runOnce(scenario: Scenario, kind: ServerKind): Promise<Run> {
  const server = await startBenchServer(kind)
  const loads = scenario.processes.map(() => fork(loadProcess))
  try {
    const { processes, trace } = scenario
    const everybody = processes.flat()
    await Promise.all(
      loads.map((load, index) =>
        ask(load, { do: 'join', url: server.url, members: processes[index] ?? [], everybody, trace }),
      ),
    )
    await sleep(200)
    const cpuBefore = treeCpuMs(server.pid)
    const startedAt = performance.now()
    await askAll(loads, { do: 'type' })
    const settled = await askAll(loads, { do: 'settle' })
    const seconds = (performance.now() - startedAt) / 1000
    const cpuDelivered = treeCpuMs(server.pid) - cpuBefore
    const reports = await askAll(loads, { do: 'leave' })
    const cpuAllIn = (await whenIdle(server.pid)) - cpuBefore
    const problems = settled.flatMap((report) => report.problems)
    if (problems.length > 0) throw new Error(`${kind.name}, ${scenario.name}:\n${problems.join('\n')}`)
    const updates = everybody.reduce((sum, member) => sum + member.keystrokes, 0)
    const latencies = latenciesOf(reports.flatMap((report) => report.moments))
    return {
      cpuPerUpdateUs: (cpuDelivered * 1000) / updates,
      cpuAllInUs: (cpuAllIn * 1000) / updates,
      seconds,
      latencyP50Ms: quantile(latencies, 0.5),
      latencyP99Ms: quantile(latencies, 0.99),
      frames: reports.reduce((sum, report) => sum + report.frames, 0),
    }
  } finally {
    for (const load of loads) load.kill()
    await server.stop()
  }
}

async function ask(load: ChildProcess, order: Order): Promise<Report> {
  const answer = once(load, 'message') as Promise<[Report]>
  const died = once(load, 'exit').then(() => {
    throw new Error('a load process ended early')
  })
  load.send(order)
  const [report] = await Promise.race([answer, died])
  return report
}

function askAll(loads: readonly ChildProcess[], order: Order): Promise<Report[]> {
  return Promise.all(loads.map((load) => ask(load, order)))
}

/** The server's CPU once it has used almost none for a while. */
async function whenIdle(pid: number): Promise<number> {
  for (let before = treeCpuMs(pid); ;) {
    await sleep(idleMs)
    const after = treeCpuMs(pid)
    if (after - before < 5) return after
    before = after
  }
}

/** Each keystroke of the probe's room from being sent to being seen. */
function latenciesOf(moments: readonly Moment[]): number[] {
  const first = new Map<string, number>()
  const latencies: number[] = []
  for (const [clientId, keystroke, at] of moments.toSorted((a, b) => a[2] - b[2])) {
    const key = `${clientId} ${keystroke}`
    const sentAt = first.get(key)
    if (sentAt === undefined) first.set(key, at)
    else latencies.push(at - sentAt)
  }
  return latencies
}
