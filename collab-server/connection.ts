import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

import { closeNameOfError } from '#collab-server/close-name-of-error'
import { encodeFrames } from '#collab-server/frame'
import type { Limits } from '#collab-server/limits'
import { describeError, type Log } from '#collab-server/log'
import type { Room } from '#collab-server/room'
import type { ClientClock } from '#collab-server/room-state'
import { ackMessage } from '#protocol/ack'
import { closeCodes, type CloseName } from '#protocol/close-codes'
import { decodeMessage } from '#protocol/decode-message'
import { keepAliveMessage } from '#protocol/message-parts'
import { ProtocolError } from '#protocol/protocol-error'

export type ConnectionOptions = {
  readonly webSocket: WebSocket
  /** The socket under the WebSocket, to which ready-made frames are written. */
  readonly socket: Duplex
  /** Made by the server, one for each connection. */
  readonly sessionId: string
  readonly userId: string
  readonly canWrite: boolean
  readonly wantsAcks: boolean
  readonly limits: Limits
  readonly log: Log
  readonly onEnd: (connection: Connection) => void
}

const keepAlive = encodeFrames([keepAliveMessage])

/** What it costs at least to hold a message, in bytes, and bounds how many there are: empty ones cost too. */
const heldMessageBytes = 1 << 10

/** One socket in one room: bounds what comes in, decodes it, checks the role, and bounds what goes out. */
export class Connection {
  readonly sessionId: string
  readonly userId: string
  readonly #options: ConnectionOptions
  readonly #durableClocks = new Map<number, number>()
  #room: Room | undefined
  #open = true
  /** Messages that came before the room could take them, or faster than the disk can. */
  #held: Uint8Array[] = []
  #draining = false
  #heldBytes = 0
  /** Of updates and answers that wait for a commit. */
  #unsettledBytes = 0
  #durableMessages = 0
  #catchUpBytes = 0
  #alive = true
  #sentSinceBeat = false
  #graceTimer: NodeJS.Timeout | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.sessionId = options.sessionId
    this.userId = options.userId
    const { webSocket } = options
    webSocket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    webSocket.on('pong', () => {
      this.#alive = true
    })
    // Malformed frames end up here; ws has then sent the close itself (1002, 1007, 1009).
    webSocket.on('error', (error) => this.#log('info', 'connection-error', { reason: error.message }))
    webSocket.on('close', (code) => this.#end(code))
  }

  enter(room: Room): void {
    this.#room = room
  }

  /** The room can take messages: hands it those that were held, as long as it can. */
  roomReady(): void {
    // Handling one may settle another, which comes back here.
    if (this.#draining) return
    this.#draining = true
    while (this.#canHandle()) {
      const message = this.#held.shift()
      if (!message) break
      this.#heldBytes -= heldCost(message)
      this.#handle(message)
    }
    this.#draining = false
    if (this.#open && this.#held.length === 0 && this.#isSettled()) this.#options.webSocket.resume()
  }

  /** Writes ready-made frames; a reader too far behind is cut instead. */
  send(frames: Buffer): void {
    if (!this.#open) return
    const { socket, limits } = this.#options
    const { writableLength } = socket
    if (writableLength === 0) this.#catchUpBytes = 0
    if (writableLength > limits.maxBufferedBytes + this.#catchUpBytes) return this.close('tryAgainLater')
    this.#sentSinceBeat = true
    socket.write(frames)
  }

  /** Something this large was made for the client and waits for a commit. */
  expectCatchUp(frames: Buffer): void {
    this.#addUnsettled(frames.byteLength)
  }

  /** Like `send`, for what the client asked for itself and was expected: its size is not held against it. */
  sendCatchUp(frames: Buffer): void {
    this.send(frames)
    this.#settle(frames.byteLength)
    this.#catchUpBytes = Math.max(this.#catchUpBytes, frames.byteLength)
  }

  /** One of this connection's updates is on disk, with the clocks its clients have there. */
  noteDurable(receivedBytes: number, carried: readonly ClientClock[]): void {
    this.#durableMessages++
    if (this.#options.wantsAcks)
      for (const [clientId, clock] of carried) this.#durableClocks.set(clientId, clock)
    this.#settle(receivedBytes)
  }

  /** Says how much is on disk, to a client that asked for it (PROTOCOL A1). */
  sendAck(): void {
    if (!this.#options.wantsAcks) return
    this.send(
      encodeFrames([ackMessage({ clocks: this.#durableClocks, messageCount: this.#durableMessages })]),
    )
  }

  /** Asks for a sign of life and gives one; cuts a peer that did not answer the last time. */
  beat(): void {
    if (!this.#open) return
    if (!this.#alive) return this.#options.webSocket.terminate()
    // While nothing is read from it, its answer cannot be heard.
    this.#alive = this.#options.webSocket.isPaused
    this.#options.webSocket.ping()
    // Stock clients leave a server from which no message came for 30 s, and a ping is none (PROTOCOL W7).
    if (!this.#sentSinceBeat) this.send(keepAlive)
    this.#sentSinceBeat = false
  }

  /** The one way in which the server ends a connection. */
  close(name: CloseName): void {
    if (!this.#open) return
    this.#leave()
    const { code, reason } = closeCodes[name]
    this.#options.webSocket.close(code, reason)
    this.#options.webSocket.resume()
    this.#graceTimer = setTimeout(
      () => this.#options.webSocket.terminate(),
      this.#options.limits.closeGraceMs,
    )
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (!this.#open) return
    this.#alive = true
    if (!isBinary) return this.close('textFrame')
    if (this.#held.length === 0 && this.#canHandle()) return this.#handle(data)
    this.#held.push(data)
    this.#heldBytes += heldCost(data)
    this.#pauseIfBehind()
  }

  #handle(data: Uint8Array): void {
    if (!this.#open || !this.#room) return
    try {
      this.#dispatch(this.#room, data)
    } catch (error) {
      const level = error instanceof ProtocolError ? 'info' : 'error'
      this.#log(level, 'message-refused', { reason: describeError(error) })
      this.close(closeNameOfError(error))
    }
  }

  #dispatch(room: Room, data: Uint8Array): void {
    const message = decodeMessage(data)
    switch (message.kind) {
      case 'syncStep1':
        return room.answerStep1(this, message.stateVector)
      case 'syncStep2':
      case 'update':
        if (!this.#options.canWrite) return
        this.#addUnsettled(message.update.byteLength)
        return room.receiveUpdate(this, message.update)
      case 'awareness':
        return room.receiveAwareness(this, message.awarenessUpdate)
      case 'queryAwareness':
        return room.answerAwarenessQuery(this)
      case 'ignored':
        return
    }
  }

  #canHandle(): boolean {
    return this.#room?.ready === true && this.#isSettled()
  }

  #isSettled(): boolean {
    return this.#unsettledBytes <= this.#options.limits.maxUncommittedBytes
  }

  #addUnsettled(bytes: number): void {
    this.#unsettledBytes += bytes
    this.#pauseIfBehind()
  }

  /** What has been read already may still come; it is held. */
  #pauseIfBehind(): void {
    const waitingBytes = this.#heldBytes + this.#unsettledBytes
    if (waitingBytes > this.#options.limits.maxUncommittedBytes) this.#options.webSocket.pause()
  }

  #settle(bytes: number): void {
    this.#unsettledBytes -= bytes
    if (this.#options.webSocket.isPaused) this.roomReady()
  }

  #leave(): void {
    this.#open = false
    this.#held = []
    this.#room?.leave(this)
    this.#room = undefined
  }

  #end(code: number): void {
    clearTimeout(this.#graceTimer)
    if (this.#open) this.#leave()
    this.#log('info', 'disconnected', { code })
    this.#options.onEnd(this)
  }

  #log(level: 'info' | 'error', event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#options.log(level, event, { sessionId: this.sessionId, ...fields })
  }
}

function heldCost(message: Uint8Array): number {
  return message.byteLength + heldMessageBytes
}
