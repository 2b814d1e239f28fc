import { WebSocket } from 'ws'
import * as Y from 'yjs'

import { decodeMessage } from '#protocol/decode-message'
import {
  awarenessMessage,
  type MessageParts,
  syncStep1Message,
  syncStep2Message,
  updateMessage,
} from '#protocol/message-parts'
import type { Member } from '../scenarios.ts'

/** When the n-th keystroke (from 0) of a client id was sent or seen, in ms since the epoch. */
export type Moment = readonly [clientId: number, keystroke: number, at: number]

const emptyUpdate = Y.encodeStateAsUpdate(new Y.Doc())
const emptyStateVector = Y.encodeStateVector(new Y.Doc())

/**
 * One connection that speaks as the stock client does. To leave the processor to the server it keeps what
 * arrives and applies it only in the end, unless it is the probe.
 */
export class LoadClient {
  readonly member: Member
  readonly moments: Moment[] = []
  readonly joined: Promise<void>
  /** All that has arrived, Yjs V1 updates in order. */
  readonly updates: Uint8Array[] = []
  lastFrameAt = 0
  /** The close code, once the server has closed. */
  closedWith: number | undefined
  frames = 0
  readonly #webSocket: WebSocket
  readonly #probe: Y.Doc | undefined
  readonly #seen = new Map<number, number>()

  constructor(url: string, member: Member) {
    this.member = member
    if (member.probe) this.#probe = new Y.Doc()
    this.#webSocket = new WebSocket(`${url}/${member.room}`, { perMessageDeflate: false })
    this.#webSocket.once('close', (code) => {
      this.closedWith = code
    })
    this.joined = new Promise((resolve, reject) => {
      this.#webSocket.once('error', reject)
      this.#webSocket.once('open', () => this.#send(syncStep1Message(emptyStateVector)))
      this.#webSocket.on('message', (data: Buffer) => this.#receive(data, resolve))
    })
  }

  type(keystroke: number, update: Uint8Array): void {
    this.#send(updateMessage(update))
    if (this.member.keysPerSecond > 0) this.moments.push([this.member.clientId, keystroke, now()])
  }

  moveCaret(awarenessUpdate: Uint8Array): void {
    this.#send(awarenessMessage(awarenessUpdate))
  }

  get unsentBytes(): number {
    return this.#webSocket.bufferedAmount
  }

  async close(): Promise<void> {
    if (this.#webSocket.readyState === WebSocket.CLOSED) return
    const closed = new Promise((resolve) => this.#webSocket.once('close', resolve))
    this.#webSocket.close()
    await closed
  }

  #send(parts: MessageParts): void {
    this.#webSocket.send(Buffer.concat(parts))
  }

  #receive(data: Buffer, joined: () => void): void {
    this.lastFrameAt = now()
    this.frames += 1
    const message = decodeMessage(data)
    if (message.kind === 'syncStep1') this.#send(syncStep2Message(emptyUpdate))
    if (message.kind !== 'syncStep2' && message.kind !== 'update') return
    this.updates.push(message.update)
    if (this.#probe) this.#note(this.#probe, message.update)
    if (message.kind === 'syncStep2') joined()
  }

  #note(probe: Y.Doc, update: Uint8Array): void {
    Y.applyUpdate(probe, update)
    const at = now()
    for (const [clientId, clock] of Y.decodeStateVector(Y.encodeStateVector(probe))) {
      const from = this.#seen.get(clientId) ?? 0
      for (let keystroke = from; keystroke < clock; keystroke++) this.moments.push([clientId, keystroke, at])
      this.#seen.set(clientId, clock)
    }
  }
}

/** One clock for all processes. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
