import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { DocumentSize } from '#collab-server/document-size'
import { MemoryBudget } from '#collab-server/memory-budget'
import { PendingAllowance } from '#collab-server/pending-allowance'
import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { syncStep1Message, syncStep2Message, updateMessage } from '#protocol/message-parts'

const access = { mode: 'open' } as const
const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ=='
/** An unknown type, which is ignored. */
const ignored = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(4)

/** The code of the close frame that comes next, pings left aside. */
async function closeCodeOf(raw: RawSocket): Promise<number> {
  for (;;) {
    const frame = await raw.nextFrame()
    if (frame.opcode === opcode.close) return frame.payload.readUInt16BE()
  }
}

function fragmented(fragments: number): Buffer {
  return Buffer.concat(
    Array.from({ length: fragments }, (_, index) =>
      clientFrame(index === 0 ? opcode.binary : opcode.continuation, ignored(1), {
        final: index === fragments - 1,
      }),
    ),
  )
}

describe('L1: messages', () => {
  it('of the largest size are read, one byte more closes with 1009', async () => {
    const server = await startTestServer({ access, limits: { maxMessageBytes: 1_000 } })
    const client = await WireClient.connect(`${server.url}/room`)
    client.send(ignored(1_000))
    await client.catchUp()
    client.send(ignored(1_001))
    expect(await client.closed).toMatchObject({ code: 1009 })
  })

  it('in as many fragments as allowed are read, one more closes with 1008', async () => {
    const server = await startTestServer({ access, limits: { maxFragments: 5 } })
    const raw = new RawSocket(server.port)
    await raw.upgrade('/room', sampleKey)
    await raw.nextFrame()
    raw.socket.write(Buffer.concat([fragmented(5), clientFrame(opcode.binary, Uint8Array.of(0, 0, 1, 0))]))
    expect((await raw.nextFrame()).payload).toEqual(Buffer.of(0, 1, 2, 0, 0))
    raw.socket.write(fragmented(6))
    expect(await closeCodeOf(raw)).toBe(1008)
  })

  it('that never come to their end close with 1013, and pings meanwhile are none of them', async () => {
    const limits = { messageTimeoutMs: 300, pingIntervalMs: 50 }
    const server = await startTestServer({ access, limits })
    const [dribbling, idle] = [new RawSocket(server.port), await WireClient.connect(`${server.url}/room`)]
    await dribbling.upgrade('/room', sampleKey)
    const whole = clientFrame(opcode.binary, ignored(100))
    dribbling.socket.write(whole.subarray(0, 50))
    const answering = setInterval(() => dribbling.sendFrame(opcode.pong, new Uint8Array()), 20)
    try {
      await eventually(() => expect(server.stats().connections).toBe(1))
    } finally {
      clearInterval(answering)
    }
    await idle.catchUp()
  })
})

describe('L2: the size of a document', () => {
  const limits = { maxDocumentBytes: 5_000, maxMessageBytes: 4_000 }

  it('may grow beyond one message up to its limit; then only deletions are taken', async () => {
    const server = await startTestServer({ access, limits })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    const doc = new Y.Doc()
    doc.clientID = 9
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    const write = async (index: number, text: string): Promise<void> => {
      doc.getText('text').insert(index, text)
      writer.send(updateMessage(updates.at(-1) ?? new Uint8Array()))
      await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(updates.length))
    }
    await write(0, 'a'.repeat(2_400))
    await write(0, 'b'.repeat(2_400))
    const reader = await WireClient.connect(`${server.url}/room`)
    await reader.catchUp()
    expect(reader.sync('step2')[0]?.byteLength).toBeGreaterThan(limits.maxMessageBytes)

    doc.getText('text').insert(0, 'c'.repeat(500))
    writer.send(updateMessage(updates.at(-1) ?? new Uint8Array()))
    expect(await writer.closed).toEqual({ code: 4413, reason: 'document full' })
    await reader.catchUp()
    expect(reader.receivedDoc().getText('text').length).toBe(4_800)

    const cutter = await WireClient.connect(`${server.url}/room?acks=1`)
    const present = reader.receivedDoc()
    const before = Y.encodeStateVector(present)
    present.getText('text').delete(0, 4_000)
    cutter.send(updateMessage(Y.encodeStateAsUpdate(present, before)))
    await eventually(() => expect(cutter.acks.at(-1)?.messageCount).toBe(1))
  })

  it('is measured only where the sum of what came is too much, and not all the time', () => {
    let measured = 0
    const size = new DocumentSize(1_000, 600, () => {
      measured++
      return 700
    })
    const update = new Uint8Array(200).fill(1)
    expect(size.isFullFor(update)).toBe(false)
    expect(measured).toBe(0)
    size.grow(300)
    expect(size.isFullFor(update)).toBe(false)
    size.grow(200)
    expect(size.isFullFor(update)).toBe(true)
    expect(size.isFullFor(Uint8Array.of(0, 0))).toBe(false)
    expect(measured).toBe(1)
  })

  it('a state with very many client ids still loads', async () => {
    const server = await startTestServer({ access })
    const doc = new Y.Doc()
    const ids = 20_000
    // In one transaction, since each looks at all clients when it ends.
    doc.transact(() => {
      for (let id = 1; id <= ids; id++) {
        doc.clientID = id
        doc.getText('text').insert(0, 'x')
      }
    })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    writer.send(syncStep2Message(Y.encodeStateAsUpdate(doc)))
    await eventually(() => expect(writer.acks).toHaveLength(1), { withinMs: 15_000 })
    const reader = await WireClient.connect(`${server.url}/room`)
    await reader.catchUp()
    expect(reader.receivedDoc().getText('text').length).toBe(ids)
    // A client that has it all asks with a state vector as long.
    reader.send(syncStep1Message(Y.encodeStateVector(doc)))
    await eventually(() => expect(reader.sync('step2').at(-1)).toEqual(Uint8Array.of(0, 0)))
  })
})

/** Updates of which each builds on one that nobody has sent. */
function pendingUpdates(count: number, text = 'x', clientId = 77): Uint8Array[] {
  const updates: Uint8Array[] = []
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = 0; index <= count; index++) doc.getText('text').insert(0, text)
  return updates.slice(1)
}

describe('L9: updates that wait for others', () => {
  it('a few are taken, and relayed to whoever has the rest', async () => {
    const server = await startTestServer({ access })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    for (const update of pendingUpdates(20)) writer.send(updateMessage(update))
    await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(20))
  })

  it.each([
    ['one more', {}, pendingUpdates(21)],
    ['more bytes', { maxPendingBytes: 3_000 }, pendingUpdates(5, 'x'.repeat(1_000))],
  ])('%s close with 4500', async (_what, limits, updates) => {
    const server = await startTestServer({ access, limits })
    const writer = await WireClient.connect(`${server.url}/room`)
    for (const update of updates) writer.send(updateMessage(update))
    expect(await writer.closed).toEqual({ code: 4500, reason: 'resync needed' })
  })

  it('so do some that wait too long', async () => {
    const server = await startTestServer({ access, limits: { maxPendingMs: 100, pingIntervalMs: 50 } })
    const writer = await WireClient.connect(`${server.url}/room`)
    for (const update of pendingUpdates(2)) writer.send(updateMessage(update))
    expect(await writer.closed).toMatchObject({ code: 4500 })
  })

  it('what was found in time is forgotten', async () => {
    const server = await startTestServer({ access, limits: { maxPendingMs: 200, pingIntervalMs: 50 } })
    const writer = await WireClient.connect(`${server.url}/room`)
    const doc = new Y.Doc()
    doc.clientID = 78
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (const text of 'abc') doc.getText('text').insert(0, text)
    for (const update of updates.toReversed()) writer.send(updateMessage(update))
    await eventually(() => expect(writer.messages.length).toBeGreaterThan(6))
    await writer.catchUp()
    expect(writer.receivedDoc().getText('text').toJSON()).toBe('cba')
  })

  it('are bounded in a room too, however many connections bring them', async () => {
    const limits = { maxPendingUpdates: 2, maxRoomPendingBytes: 100 }
    const server = await startTestServer({ access, limits })
    const codes: number[] = []
    for (let round = 0; round < 10; round++) {
      const writer = await WireClient.connect(`${server.url}/room?acks=1`)
      const [update] = pendingUpdates(1, 'x'.repeat(20), 500 + round)
      writer.send(updateMessage(update ?? new Uint8Array()))
      const taken = eventually(() => expect(writer.acks).toHaveLength(1)).then(() => 0)
      codes.push(await Promise.race([taken, writer.closed.then(({ code }) => code)]))
    }
    expect(codes.slice(0, 2)).toEqual([0, 0])
    expect(codes.at(-1)).toBe(4500)
  })

  it('count bytes and updates of one connection', () => {
    const limits = { maxPendingBytes: 100, maxPendingUpdates: 3, maxPendingMs: 1_000 }
    const allowance = new PendingAllowance(limits)
    expect(allowance.bytesLeft).toBe(100)
    allowance.note(33)
    allowance.note(33)
    expect(allowance.bytesLeft).toBe(34)
    allowance.note(1)
    expect(allowance.bytesLeft).toBe(0)
    expect(allowance.isOverdue).toBe(false)
  })
})

describe('L10: what all connections hold together', () => {
  it('sends those away with 1013 that hold much, once it is too much', async () => {
    const server = await startTestServer({ access, limits: { maxBudgetBytes: 3 << 20 } })
    const honest = await WireClient.connect(`${server.url}/room?acks=1`)
    const hoarders = [new RawSocket(server.port), new RawSocket(server.port)]
    for (const raw of hoarders) {
      await raw.upgrade('/other', sampleKey)
      await raw.nextFrame()
      // A message of 10 MB of which 2 MB come.
      raw.socket.write(clientFrame(opcode.binary, new Uint8Array(10 << 20)).subarray(0, 2 << 20))
    }
    await eventually(() => expect(server.stats().connections).toBe(2))
    honest.send(updateMessage(textUpdate('still here')))
    await eventually(() => expect(honest.acks).toHaveLength(1))
  })

  it('forgets what was delivered: many may take a large document one after the other', async () => {
    const limits = { maxBudgetBytes: 2 << 20, maxUncommittedBytes: 256 << 10 }
    const server = await startTestServer({ access, limits })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    for (let index = 1; index <= 8; index++) {
      writer.send(updateMessage(textUpdate('x'.repeat(128 << 10), index)))
      await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(index))
    }
    const heldBytes = async (): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
      return Number(/^pliego_held_bytes (\d+)$/m.exec(text)?.[1])
    }
    const pupils: WireClient[] = []
    for (let index = 0; index < 6; index++) {
      const pupil = await WireClient.connect(`${server.url}/room`)
      await pupil.catchUp()
      pupils.push(pupil)
    }
    expect(await heldBytes()).toBe(0)
    expect(pupils.map(({ webSocket }) => webSocket.readyState === webSocket.OPEN)).not.toContain(false)
  })

  it('forgets a large message once it is whole', async () => {
    const server = await startTestServer({ access, limits: { maxBudgetBytes: 3 << 20 } })
    const senders: RawSocket[] = []
    for (let index = 0; index < 4; index++) {
      const raw = new RawSocket(server.port)
      await raw.upgrade('/room', sampleKey)
      await raw.nextFrame()
      raw.socket.write(clientFrame(opcode.binary, ignored(2 << 20)))
      raw.socket.write(clientFrame(opcode.binary, Uint8Array.of(0, 0, 1, 0)))
      // The answer: all that came before has been read.
      expect((await raw.nextFrame()).opcode).toBe(opcode.binary)
      senders.push(raw)
    }
    expect(senders.map(({ ended }) => ended)).not.toContain(true)
    expect(server.stats().connections).toBe(4)
  })

  it('asks nobody to go who holds little', () => {
    const budget = new MemoryBudget(1_000_000)
    budget.add(1_000_001)
    expect(budget.mustGo(1_000)).toBe(false)
    expect(budget.mustGo(500_000)).toBe(true)
    budget.add(-1)
    expect(budget.mustGo(500_000)).toBe(false)
  })
})
