import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startServerProcess, type ServerProcess } from '#collab-server/testing/server-process'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'

const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ=='
/** `FLOOD_MB=12.5` and `CHURN_JOINS=5000` for the long form. */
const floodMb = Number(process.env.FLOOD_MB ?? 4)
const joins = Number(process.env.CHURN_JOINS ?? 600)

function start(): Promise<ServerProcess> {
  return startServerProcess({ COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() })
}

async function metrics(server: ServerProcess): Promise<(name: string) => number> {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  return (name) => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
    return line === undefined ? 0 : Number(line.slice(name.length + 1))
  }
}

/** Looks at the server's memory until it is stopped. */
function watchMemory(server: ServerProcess): { stop(): Promise<{ mostRssMb: number; mostHeldMb: number }> } {
  let mostRssMb = 0
  let mostHeldMb = 0
  const end = new AbortController()
  const watching = (async () => {
    while (!end.signal.aborted) {
      const metric = await metrics(server)
      mostRssMb = Math.max(mostRssMb, metric('process_resident_memory_bytes') / 2 ** 20)
      mostHeldMb = Math.max(mostHeldMb, metric('pliego_held_bytes') / 2 ** 20)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return {
    stop: async () => {
      end.abort()
      await watching
      return { mostRssMb, mostHeldMb }
    },
  }
}

/** Types so much in lines of 1 KB; each is awaited by a reader, whose slowest wait is told. */
async function typeMegabytes(server: ServerProcess, room: string): Promise<{ slowestMs: number }> {
  const writer = await WireClient.connect(`${server.url}/${room}`)
  const reader = await WireClient.connect(`${server.url}/${room}`)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  let received = 0
  reader.webSocket.on('message', (data: Buffer) => {
    if (data[0] === 0 && data[1] === 2) received++
  })
  const lines = Math.round(floodMb * 1_024)
  const line = 'x'.repeat(1_000)
  let slowestMs = 0
  for (let count = 0; count < lines; count += 32) {
    const sentAt = performance.now()
    for (let index = 0; index < 32; index++) {
      doc.getText('text').insert(0, line)
      writer.send(updateMessage(updates.at(-1) ?? new Uint8Array()))
    }
    await eventually(() => expect(received).toBe(updates.length), { withinMs: 15_000, everyMs: 1 })
    slowestMs = Math.max(slowestMs, performance.now() - sentAt)
  }
  expect(Y.encodeStateVector(reader.receivedDoc())).toEqual(Y.encodeStateVector(doc))
  return { slowestMs }
}

test(
  `L7: ten readers that stop reading while ${floodMb} MB are typed cost at most 1 MB each, and nobody time`,
  async () => {
    // Each on a server of its own: what the first leaves behind would count for the second.
    const calm = await start()
    const alone = watchMemory(calm)
    const before = await typeMegabytes(calm, 'room')
    const { mostRssMb: baseMb } = await alone.stop()
    await calm.kill('SIGTERM')
    const server = await start()
    const deaf = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const raw = new RawSocket(server.port)
        await raw.upgrade('/room', sampleKey)
        raw.socket.pause()
        return raw
      }),
    )
    const together = watchMemory(server)
    const during = await typeMegabytes(server, 'room')
    const { mostRssMb, mostHeldMb } = await together.stop()
    const metric = await metrics(server)
    console.log(
      `${deaf.length} deaf readers, ${floodMb} MB: at most ${(mostHeldMb / 10).toFixed(2)} MB held for each, process ${((mostRssMb - baseMb) / 10).toFixed(2)} MB more for each; slowest 32 lines ${during.slowestMs.toFixed()} ms, without them ${before.slowestMs.toFixed()} ms; ${metric('pliego_closes_total{code="1013"}')} cut`,
    )
    expect(mostHeldMb / 10).toBeLessThan(1)
    expect(mostRssMb - baseMb).toBeLessThan(60)
  },
  60_000 + floodMb * 20_000,
)

test('L1: a message of 100 MB costs nothing, one that never ends at most its limit, endless fragments less', async () => {
  const server = await start()
  const honest = await WireClient.connect(`${server.url}/room`)
  const memory = watchMemory(server)
  await honest.catchUp()
  const baseMb = (await metrics(server))('process_resident_memory_bytes') / 2 ** 20

  const huge = new RawSocket(server.port)
  await huge.upgrade('/room', sampleKey)
  await huge.nextFrame()
  const head = Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0x06, 0x40, 0, 0, 1, 2, 3, 4)
  huge.socket.write(head)
  const answer = await huge.nextFrame()
  expect([answer.opcode, answer.payload.readUInt16BE()]).toEqual([opcode.close, 1009])

  const fragmenting = new RawSocket(server.port)
  await fragmenting.upgrade('/room', sampleKey)
  await fragmenting.nextFrame()
  fragmenting.socket.write(clientFrame(opcode.binary, Buffer.of(4), { final: false }))
  const fragment = clientFrame(opcode.continuation, Buffer.of(4), { final: false })
  const fragments = Buffer.concat(Array.from({ length: 5_000 }, () => fragment))
  fragmenting.socket.write(fragments)
  const refusal = await fragmenting.nextFrame()
  expect([refusal.opcode, refusal.payload.readUInt16BE()]).toEqual([opcode.close, 1008])

  const endless = new RawSocket(server.port)
  await endless.upgrade('/room', sampleKey)
  await endless.nextFrame()
  endless.socket.write(
    Buffer.concat([
      Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 1, 2, 3, 4),
      Buffer.alloc(15 << 20),
    ]),
  )
  await eventually(async () => expect((await metrics(server))('pliego_held_bytes')).toBeGreaterThan(14 << 20))
  await honest.catchUp()
  const { mostRssMb, mostHeldMb } = await memory.stop()
  console.log(
    `a message without an end: ${mostHeldMb.toFixed(1)} MB held, process at most ${(mostRssMb - baseMb).toFixed(1)} MB more`,
  )
  expect(mostHeldMb).toBeLessThan(17)
  endless.socket.destroy()
  await eventually(async () => expect((await metrics(server))('pliego_held_bytes')).toBeLessThan(1 << 20))
}, 60_000)

test('L5: 300 handshakes that never finish are gone within 15 s', async () => {
  const server = await start()
  const beginnings = ['', 'GET /room HT', 'GET /room HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n']
  let gone = 0
  const startedAt = performance.now()
  const sockets: Socket[] = Array.from({ length: 300 }, (_, index) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.on('close', () => gone++)
    socket.resume()
    socket.write(beginnings[index % beginnings.length] ?? '')
    return socket
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  const honest = await WireClient.connect(`${server.url}/room`)
  await honest.catchUp()
  await eventually(() => expect(gone).toBe(300), { withinMs: 25_000 })
  const tookS = (performance.now() - startedAt) / 1_000
  console.log(`300 unfinished handshakes were gone after ${tookS.toFixed(1)} s`)
  expect(tookS).toBeLessThan(15)
  await honest.catchUp()
}, 40_000)

test(
  `rooms, connections and memory are back to nothing after ${joins} joins and leaves`,
  async () => {
    const server = await start()
    const rounds = 6
    const heapMb: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (let done = 0; done < joins / rounds; done += 20) {
        const sockets = Array.from({ length: 20 }, () => new RawSocket(server.port))
        await Promise.all(
          sockets.map(async (raw, index) => {
            await raw.upgrade(`/churn-${round}-${done + (index % 10)}`, sampleKey)
            await raw.nextFrame()
            // Half of them leave as they should.
            if (index % 2 === 0) raw.sendFrame(opcode.close, Buffer.of(0x03, 0xe8))
            else raw.socket.destroy()
          }),
        )
      }
      await eventually(async () => {
        const metric = await metrics(server)
        expect([metric('pliego_connections'), metric('pliego_rooms'), metric('pliego_held_bytes')]).toEqual([
          0, 0, 0,
        ])
      })
      heapMb.push((await metrics(server))('nodejs_heap_used_bytes') / 2 ** 20)
    }
    console.log(
      `${joins} joins and leaves: heap of ${heapMb.map((mb) => mb.toFixed()).join(', ')} MB after each sixth`,
    )
    expect((heapMb.at(-1) ?? 0) - (heapMb[2] ?? 0)).toBeLessThan(30)
  },
  60_000 + joins * 20,
)
