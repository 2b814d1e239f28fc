import { setTimeout as sleep } from 'node:timers/promises'

import { LoadClient } from './load-client.ts'
import type { LoadEvent, Order, Report } from './orders.ts'
import { type Trace, readTrace, traceContent } from './trace.ts'
import { TypedRoom } from './typed-room.ts'
import { type Typed, type as typeAll, type Writer } from './typing.ts'

const patienceMs = 60_000
/** When nothing at all has come for so long, nothing will: some peers lose what they were given. */
const silenceMs = 8_000
const maxUnsentBytes = 256 << 10
const readBufferBytes = 256 << 10

type Joined = { readonly client: LoadClient; readonly room: TypedRoom | undefined }

/** All clients of one run; they live in one process and share the buffer they read into. */
export class Load {
  readonly #traceFolder: string
  readonly #tell: (event: LoadEvent) => void
  readonly #buffer = Buffer.allocUnsafeSlow(readBufferBytes)
  readonly #joined: Joined[] = []
  readonly #rooms = new Map<string, TypedRoom>()
  #trace: Trace | undefined
  /** Updates of the trace that were sent. */
  #traceTyped = 0
  #named = false

  constructor(traceFolder: string, tell: (event: LoadEvent) => void) {
    this.#traceFolder = traceFolder
    this.#tell = tell
  }

  async obey(order: Order): Promise<Report> {
    const cpuBefore = process.cpuUsage()
    const startedAt = performance.now()
    const report = await this.#obey(order)
    const seconds = (performance.now() - startedAt) / 1000
    const { user, system } = process.cpuUsage(cpuBefore)
    return { ...this.#report(), loadCpu: (user + system) / 1e6 / seconds, seconds, ...report }
  }

  async #obey(order: Order): Promise<Partial<Report>> {
    if (order.do === 'join') return this.#join(order)
    if (order.do === 'type') return this.#type(order.plan)
    if (order.do === 'typeTrace') return this.#typeTrace(order.inFlight)
    if (order.do === 'fill') return this.#fill()
    return order.do === 'leave' ? this.#leave() : {}
  }

  async #join(order: Extract<Order, { do: 'join' }>): Promise<Partial<Report>> {
    const { members, port, dialect, content, parallel = members.length } = order
    this.#named = dialect === 'named'
    if (content === 'traceToCome') this.#traceTyped = 0
    if (content === 'trace') this.#traceTyped = this.#readTrace().updates.length
    const fresh: LoadClient[] = []
    for (let from = 0; from < members.length; from += parallel) {
      const part = members.slice(from, from + parallel).map(({ room, clientId, probe }) => {
        const typedRoom = content === 'typing' ? this.#room(room) : undefined
        const expected = typedRoom?.expected ?? {
          content: traceContent(this.#readTrace(), () => this.#traceTyped),
          carets: new Map<number, number>(),
        }
        const onInserted =
          probe && typedRoom
            ? (writer: number, start: number, end: number) =>
                typedRoom.noteReceived(clientId, writer, start, end)
            : undefined
        const options = { port, dialect, room, clientId, expected, ...(onInserted && { onInserted }) }
        const client = new LoadClient(options, this.#buffer)
        typedRoom?.clients.push(client)
        this.#joined.push({ client, room: typedRoom })
        return client
      })
      await Promise.all(part.map((client) => client.joined))
      fresh.push(...part)
    }
    await this.#untilComplete(fresh)
    return {
      partialFirstSyncs: fresh.filter((client) => !client.firstSyncWhole && dialect !== 'relay').length,
    }
  }

  async #type(plan: Parameters<typeof typeAll>[1]): Promise<Partial<Report>> {
    const ids = new Set(plan.writers)
    for (const room of this.#rooms.values()) room.startLog(this.#named, ids)
    const writers: Writer[] = this.#joined.flatMap(({ client, room }) =>
      room && ids.has(client.clientId) ? [{ client, room, nextKeyAt: 0, nextCaretAt: 0 }] : [],
    )
    let measuredAt = performance.now()
    let cpuBefore = process.cpuUsage()
    const typed: Typed = await typeAll(writers, plan, () => {
      this.#tell({ event: 'measuring' })
      measuredAt = performance.now()
      cpuBefore = process.cpuUsage()
    })
    await this.#untilComplete(this.#joined.map(({ client }) => client))
    const seconds = (performance.now() - measuredAt) / 1000
    const { user, system } = process.cpuUsage(cpuBefore)
    const late = typed.lateMs.toSorted((a, b) => a - b)
    const others = writers.reduce((sum, { room }) => sum + room.clients.length - 1, 0) / writers.length
    return {
      keystrokes: typed.keystrokes,
      carets: typed.carets,
      deliveries: typed.keystrokes * others,
      latencies: [...this.#rooms.values()].flatMap((room) => room.latencies),
      lateP99Ms: late[Math.floor(late.length * 0.99)],
      loadCpu: (user + system) / 1e6 / seconds,
      seconds,
    }
  }

  async #typeTrace(inFlight: number): Promise<Partial<Report>> {
    const [writer, reader] = this.#joined.map(({ client }) => client)
    if (!writer || !reader) throw new Error('a writer and a reader have to join first')
    const trace = this.#readTrace()
    const frames = trace.updates.map((update) => writer.frames.update(update))
    const { content } = reader.received
    const unitsAfter = (updates: number) =>
      (trace.insertedAfter[updates - 1] ?? 0) + (trace.deletedAfter[updates - 1] ?? 0)
    this.#traceTyped = 0
    this.#tell({ event: 'measuring' })
    for (let quarter = 0; this.#traceTyped < frames.length || !reader.isComplete;) {
      const seen = content.received(1) + content.deletions
      while (quarter < 3 && seen >= unitsAfter(Math.floor((frames.length * (quarter + 1)) / 4)))
        this.#tell({ event: 'quarter', quarter: quarter++ })
      const from = this.#traceTyped
      let end = from
      while (end < frames.length && unitsAfter(end + 1) - seen <= inFlight) end++
      if (end > from && writer.unsentBytes < maxUnsentBytes) {
        this.#traceTyped = end
        writer.send(Buffer.concat(frames.slice(from, end)))
      }
      if (reader.closedWith !== undefined || writer.closedWith !== undefined) break
      await sleep(0)
    }
    this.#tell({ event: 'quarter', quarter: 3 })
    return { keystrokes: frames.length }
  }

  async #fill(): Promise<Partial<Report>> {
    const { state, updates } = this.#readTrace()
    for (const { client } of this.#joined) {
      this.#traceTyped = updates.length
      client.send(client.frames.update(state))
      client.send(client.frames.askForEverything())
      await this.#untilComplete([client])
      if (!client.isComplete) throw new Error('a server did not give back what it was given')
    }
    return {}
  }

  async #leave(): Promise<Partial<Report>> {
    const report = this.#report()
    await Promise.all(this.#joined.splice(0).map(({ client }) => client.leave()))
    this.#rooms.clear()
    return report
  }

  #report(): Report {
    const clients = this.#joined.map(({ client }) => client)
    return {
      problems: clients.flatMap((client) => problemsOf(client)),
      keystrokes: 0,
      carets: 0,
      deliveries: 0,
      latencies: [],
      lateP99Ms: undefined,
      loadCpu: 0,
      seconds: 0,
      bytesRead: clients.reduce((sum, client) => sum + client.bytesRead, 0),
      reads: clients.reduce((sum, client) => sum + client.reads, 0),
      partialFirstSyncs: 0,
      doubledUnits: clients.reduce((sum, { received }) => sum + received.content.doubled, 0),
    }
  }

  /** Waits, but not for ever: what is missing then is a problem of the report. */
  async #untilComplete(clients: readonly LoadClient[]): Promise<void> {
    const giveUpAt = performance.now() + patienceMs
    let bytesRead = -1
    let silentAt = 0
    while (clients.some(isWaiting) && performance.now() < giveUpAt) {
      const bytes = clients.reduce((sum, client) => sum + client.bytesRead, 0)
      if (bytes !== bytesRead) silentAt = performance.now() + silenceMs
      else if (performance.now() > silentAt) return
      bytesRead = bytes
      await sleep(2)
    }
  }

  #room(name: string): TypedRoom {
    const room = this.#rooms.get(name) ?? new TypedRoom()
    this.#rooms.set(name, room)
    return room
  }

  #readTrace(): Trace {
    this.#trace ??= readTrace(this.#traceFolder)
    return this.#trace
  }
}

function isWaiting(client: LoadClient): boolean {
  return !client.isComplete && client.closedWith === undefined
}

function problemsOf(client: LoadClient): string[] {
  const problems = client.isComplete ? [] : ['something is missing']
  if (client.closedWith !== undefined) problems.push(client.closedWith)
  return [...problems, ...client.received.problems].map((problem) => `client ${client.clientId}: ${problem}`)
}
