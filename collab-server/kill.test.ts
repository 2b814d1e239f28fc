import { expect, test } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { startServerProcess } from '#collab-server/testing/server-process'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { readAck } from '#protocol/ack'

const rounds = Number(process.env.KILL_ROUNDS ?? 8)

/** Whether applying all of one document to another adds nothing. */
function holdsAllOf(doc: Y.Doc, update: Uint8Array): boolean {
  let added = false
  const note = (): void => {
    added = true
  }
  doc.on('update', note)
  Y.applyUpdate(doc, update)
  doc.off('update', note)
  return !added && doc.store.pendingStructs === null && doc.store.pendingDs === null
}

/** Types and deletes, a few hundred updates a second, until told to stop. */
function startTyping(
  { doc }: StockClient,
  random: () => number,
): { readonly updates: Uint8Array[]; stop(): void } {
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'typing') updates.push(update)
  })
  const timer = setInterval(() => {
    const text = doc.getText('text')
    doc.transact(() => {
      const position = Math.floor(random() * (text.length + 1))
      if (random() < 0.2 && position < text.length) text.delete(position, 1)
      else text.insert(position, String.fromCodePoint(97 + Math.floor(random() * 26)))
    }, 'typing')
  }, 2)
  return { updates, stop: () => clearInterval(timer) }
}

test(
  'S4, A1: SIGKILL loses nothing that anybody saw or that the writer was told is saved',
  async () => {
    const seed = chooseSeed()
    const random = seededRandom(seed)
    const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }
    let typed = 0
    let promised = 0
    let lost = 0
    for (let round = 0; round < rounds; round++) {
      const server = await startServerProcess(env)
      const writer = stockClient(server.url, 'room', { params: { acks: '1' } })
      let acked = 0
      writer.provider.messageHandlers[120] = (_encoder, decoder: decoding.Decoder) => {
        acked = readAck(decoder).messageCount
      }
      const reader = stockClient(server.url, 'room')
      await Promise.all([synced(writer), synced(reader)])
      const typing = startTyping(writer, random)
      await new Promise((resolve) => setTimeout(resolve, 150 + random() * 500))
      await server.kill('SIGKILL')
      typing.stop()
      const seen = Y.encodeStateAsUpdate(reader.doc)
      // The first message of a connection is its step 2.
      const saved = typing.updates.slice(0, Math.max(0, acked - 1))
      typed += typing.updates.length
      promised += saved.length
      writer.destroy()
      reader.destroy()

      const restarted = await startServerProcess(env)
      const fresh = stockClient(restarted.url, 'room')
      await synced(fresh)
      expect(holdsAllOf(fresh.doc, seen), `seed ${seed}, round ${round}: what the reader had seen`).toBe(true)
      lost += saved.filter((update) => !holdsAllOf(fresh.doc, update)).length
      fresh.destroy()
      await restarted.kill(random() < 0.5 ? 'SIGKILL' : 'SIGTERM')
    }
    console.log(`seed ${seed}: ${rounds} kills, ${typed} typed, ${promised} promised, ${lost} lost`)
    expect(lost).toBe(0)
    expect(promised).toBeGreaterThan(rounds * 10)
  },
  30_000 + rounds * 8_000,
)
