import { connect } from 'node:net'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import { HostileFrameMaker } from '#collab-server/testing/hostile-frames'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { startServerProcess, type ServerProcess } from '#collab-server/testing/server-process'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'

/** `HOSTILE_FRAMES=100000` for the long form. */
const frames = Number(process.env.HOSTILE_FRAMES ?? 3_000)
const together = 8
const hostileRooms = 20
const patienceMs = 20_000

/** Writes bytes to a room as one connection and resolves once the server has ended it. */
function assault(port: number, room: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error('the server did not end the connection'))
    }, patienceMs)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.resume()
    // With the first frames behind the head, in the same packet.
    socket.write(
      `GET /${room} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    socket.write(bytes)
  })
}

async function metric(server: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

/** Of the thread that serves everybody; what the others take comes and goes with documents they fold. */
async function memoryOf(server: ServerProcess): Promise<number> {
  return (
    (await metric(server, 'nodejs_heap_used_bytes')) + (await metric(server, 'nodejs_external_memory_bytes'))
  )
}

/** Two people who write by turns, each after having seen the other's last word. */
function conversation(url: string): {
  stop(): Promise<string>
  readonly facts: { breaks: number; slowestMs: number }
} {
  const [ana, luz] = [stockClient(url, 'room'), stockClient(url, 'room')] as const
  const facts = { breaks: 0, slowestMs: 0 }
  const end = new AbortController()
  for (const { provider } of [ana, luz]) {
    provider.on('connection-close', () => {
      if (!end.signal.aborted) facts.breaks++
    })
  }
  const talk = async (): Promise<string> => {
    await Promise.all([synced(ana), synced(luz)])
    let said = ''
    for (let turn = 0; !end.signal.aborted; turn++) {
      const [speaker, listener] = turn % 2 === 0 ? [ana, luz] : [luz, ana]
      const saidAt = performance.now()
      said += `${turn} `
      const text = speaker.doc.getText('honest')
      text.insert(text.length, `${turn} `)
      await eventually(() => expect(listener.doc.getText('honest').toJSON()).toBe(said), {
        withinMs: patienceMs,
        everyMs: 2,
      })
      facts.slowestMs = Math.max(facts.slowestMs, performance.now() - saidAt)
    }
    ana.destroy()
    luz.destroy()
    return said
  }
  const talking = talk()
  // Looked at when it is stopped.
  talking.catch(() => undefined)
  return {
    facts,
    stop: () => {
      end.abort()
      return talking
    },
  }
}

test(
  `C2: ${frames} hostile frames of every kind end nothing but their own connections`,
  async () => {
    const seed = chooseSeed()
    const random = seededRandom(seed)
    const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }
    const server = await startServerProcess(env)
    const honest = conversation(server.url)
    const maker = new HostileFrameMaker(random)
    const farewell = clientFrame(opcode.close, Buffer.of(0x03, 0xe8))
    let sent = 0
    let connections = 0
    let memoryBefore = 0
    const attacker = async (): Promise<void> => {
      while (sent < frames) {
        const parts: Buffer[] = []
        for (let left = random() < 0.5 ? 1 : 1 + Math.floor(random() * 5); left > 0; left--) {
          parts.push(maker.next().bytes)
          sent++
        }
        const room = random() < 0.5 ? 'room' : `hostile-${Math.floor(random() * hostileRooms)}`
        connections++
        // Noise may leave the server waiting for the rest of a frame: that a close follows is part of it then,
        // and the end of the stream ends it.
        await assault(server.port, room, Buffer.concat([...parts, farewell, Buffer.alloc(64)]))
        if (memoryBefore === 0 && sent > frames / 10) {
          memoryBefore = await memoryOf(server)
        }
      }
    }
    await Promise.all(Array.from({ length: together }, attacker))

    const memoryAfter = await memoryOf(server)
    const said = await honest.stop()
    const logBytes = server.log.reduce((sum, event) => sum + JSON.stringify(event).length + 1, 0)
    const grownMb = (memoryAfter - memoryBefore) / 2 ** 20
    console.log(
      `seed ${seed}: ${sent} frames of ${maker.kinds} kinds on ${connections} connections; 2 people said ${said.split(' ').length - 1} things meanwhile, the slowest took ${honest.facts.slowestMs.toFixed()} ms; memory ${grownMb.toFixed(1)} MB more at the end than after a tenth; log ${(logBytes / sent).toFixed()} bytes per frame`,
    )
    expect(honest.facts.breaks).toBe(0)
    expect(grownMb).toBeLessThan(64)
    expect(logBytes / sent).toBeLessThan(600)
    await eventually(async () => expect(await metric(server, 'pliego_connections')).toBe(0))
    expect(await metric(server, 'pliego_rooms')).toBe(0)
    expect(await server.kill('SIGTERM')).toBe(0)
    expect(server.stderr()).toBe('')

    const again = await startServerProcess(env)
    const heard = stockClient(again.url, 'room')
    await synced(heard)
    expect(heard.doc.getText('honest').toJSON()).toBe(said)
    for (let index = 0; index < hostileRooms; index++) {
      const reader = stockClient(again.url, `hostile-${index}`)
      await synced(reader)
      // Whatever was accepted is a document that everybody can go on with.
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(reader.doc))
      copy.getText('honest').insert(0, 'on')
      reader.destroy()
    }
  },
  30_000 + frames * 10,
)
