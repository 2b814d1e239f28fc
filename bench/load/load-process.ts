import { setTimeout as sleep } from 'node:timers/promises'

import type { Member } from '../scenarios.ts'
import { caretMovesOf, keystrokesOf, textFrom } from './keystrokes.ts'
import { LoadClient, type Moment, now } from './load-client.ts'
import { traceUpdates } from './trace.ts'

/** What the bench asks of a load process, one after the other; each is answered once done. */
export type Order =
  | {
      readonly do: 'join'
      readonly url: string
      /** The clients of this process. */
      readonly members: readonly Member[]
      /** The clients of all processes. */
      readonly everybody: readonly Member[]
      readonly trace: boolean
    }
  | { readonly do: 'type' | 'settle' | 'leave' }

export type Report = {
  readonly moments: Moment[]
  readonly frames: number
  /** One sentence for each client whose text is not the one that was typed. */
  readonly problems: string[]
}

const tickMs = 4
const quietMs = 500
const patienceMs = 20_000
const maxUnsentBytes = 256 << 10

const nothing: Report = { moments: [], frames: 0, problems: [] }

let clients: LoadClient[] = []
const typedBy = new Map<number, Uint8Array[]>()
const finalTexts = new Map<string, string>()

process.on('message', (order: Order) => {
  void obey(order).then((report) => process.send?.(report))
})

async function obey(order: Order): Promise<Report> {
  if (order.do === 'join') await join(order)
  if (order.do === 'type') await Promise.all(clients.filter(({ member }) => member.keystrokes > 0).map(type))
  if (order.do === 'settle') return { ...nothing, problems: await settle() }
  if (order.do !== 'leave') return nothing
  await Promise.all(clients.map((client) => client.close()))
  return {
    moments: clients.flatMap((client) => client.moments),
    frames: clients.reduce((sum, client) => sum + client.frames, 0),
    problems: [],
  }
}

/** All that takes long without a pause comes before the first connection, which has pings to answer. */
async function join({ url, members, everybody, trace }: Extract<Order, { do: 'join' }>): Promise<void> {
  for (const member of everybody) {
    const recorded = trace && member.keystrokes > 0
    typedBy.set(member.clientId, recorded ? traceUpdates(member.clientId) : keystrokesOf(member))
  }
  for (const room of new Set(members.map((member) => member.room))) {
    const updates = everybody.filter((member) => member.room === room).flatMap(typed)
    finalTexts.set(room, await textFrom(updates))
  }
  clients = members.map((member) => new LoadClient(url, member))
  await Promise.all(clients.map((client) => client.joined))
}

function typed({ clientId }: Member): Uint8Array[] {
  return typedBy.get(clientId) ?? []
}

/** Waits until nothing comes any more; where something is missing then, a good while longer. */
async function settle(): Promise<string[]> {
  const giveUpAt = now() + patienceMs
  for (;;) {
    while (clients.some((client) => now() - client.lastFrameAt < quietMs)) await sleep(50)
    const problems = await missing()
    if (problems.length === 0 || now() > giveUpAt) return problems
    await sleep(quietMs)
  }
}

/** The clients of this process that do not have everything that was typed in their room. */
async function missing(): Promise<string[]> {
  const problems: string[] = []
  for (const client of clients) {
    const { room, clientId } = client.member
    const expected = finalTexts.get(room) ?? ''
    const text = await textFrom([...client.updates, ...typed(client.member)])
    if (text === expected) continue
    const has = `client ${clientId} in ${room} has ${text.length} of ${expected.length} characters`
    problems.push(client.closedWith === undefined ? has : `${has} and was closed with ${client.closedWith}`)
  }
  return problems
}

async function type(client: LoadClient): Promise<void> {
  const { member } = client
  const updates = typed(member)
  if (member.keysPerSecond === 0) {
    for (const [index, update] of updates.entries()) {
      while (client.unsentBytes > maxUnsentBytes) await sleep(1)
      client.type(index, update)
      // Single messages, but not one turn of the loop for all of them.
      if (index % 64 === 63) await new Promise(setImmediate)
    }
    return
  }
  const durationMs = (updates.length / member.keysPerSecond) * 1000
  const moves = caretMovesOf(member, Math.round((member.caretsPerSecond * durationMs) / 1000))
  // Nobody types in step with the others.
  const startAt = now() + ((member.clientId * 37) % 500)
  let keys = 0
  let carets = 0
  while (keys < updates.length || carets < moves.length) {
    const elapsedS = (now() - startAt) / 1000
    for (; keys < Math.min(updates.length, elapsedS * member.keysPerSecond); keys++) {
      const update = updates[keys]
      if (update) client.type(keys, update)
    }
    for (; carets < Math.min(moves.length, elapsedS * member.caretsPerSecond - 0.5); carets++) {
      const move = moves[carets]
      if (move) client.moveCaret(move)
    }
    await sleep(tickMs)
  }
}
