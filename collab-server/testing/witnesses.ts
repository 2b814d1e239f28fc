import type * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { readAck } from '#protocol/ack'

/** What people know of a document when its server ends. */
export type Testimony = {
  readonly typed: number
  /** The updates of which their writer was told that they are saved. */
  readonly saved: readonly Uint8Array[]
  /** All that another client had been sent. */
  readonly seen: Uint8Array
  /** With which codes the server closed their connections. */
  readonly closeCodes: readonly number[]
}

/** Somebody types and somebody else reads, until `end` has ended the server. */
export async function typeUntil(
  url: string,
  random: () => number,
  end: () => Promise<unknown>,
): Promise<Testimony> {
  const writer = stockClient(url, 'room', { params: { acks: '1' } })
  const reader = stockClient(url, 'room')
  let acked = 0
  writer.provider.messageHandlers[120] = (_encoder, decoder: decoding.Decoder) => {
    acked = readAck(decoder).messageCount
  }
  const closeCodes: number[] = []
  for (const { provider } of [writer, reader]) {
    provider.on('connection-close', (event: { code?: number } | null) => closeCodes.push(event?.code ?? 0))
  }
  await Promise.all([synced(writer), synced(reader)])
  const typing = startTyping(writer, random)
  await end()
  typing.stop()
  // The first message of a connection is its step 2.
  const saved = typing.updates.slice(0, Math.max(0, acked - 1))
  const seen = Y.encodeStateAsUpdate(reader.doc)
  writer.destroy()
  reader.destroy()
  return { typed: typing.updates.length, saved, seen, closeCodes }
}

/** How much of what was promised or seen a server does not give to a newcomer: 0 is right. */
export async function countLost(url: string, { saved, seen }: Testimony): Promise<number> {
  const fresh = stockClient(url, 'room')
  await synced(fresh)
  const lost = [seen, ...saved].filter((update) => !holdsAllOf(fresh.doc, update)).length
  fresh.destroy()
  return lost
}

/** Adds up what the rounds of a test saw, and says it. */
export class Tally {
  readonly #what: string
  #rounds = 0
  #typed = 0
  #promised = 0
  #lost = 0

  constructor(what: string) {
    this.#what = what
  }

  add({ typed, saved }: Testimony, lost: number): void {
    this.#rounds++
    this.#typed += typed
    this.#promised += saved.length
    this.#lost += lost
  }

  /** What was lost, and how much was promised in a round at least on average: without that it shows nothing. */
  conclude(): { readonly lost: number; readonly promisedEach: number } {
    console.log(
      `${this.#what}: ${this.#rounds} rounds, ${this.#typed} typed, ${this.#promised} promised, ${this.#lost} lost`,
    )
    return { lost: this.#lost, promisedEach: this.#promised / this.#rounds }
  }
}

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
