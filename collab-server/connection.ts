import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

import { CatchUps } from '#collab-server/catch-ups'
import { closeNameOfError } from '#collab-server/close-name-of-error'
import { DurableCount } from '#collab-server/durable-count'
import type { FairShare, Overdrawn } from '#collab-server/fair-share'
import { closeCodeOfFrameError } from '#collab-server/close-code-of-frame-error'
import { encodeFrames } from '#collab-server/frame'
import { Inbox } from '#collab-server/inbox'
import type { Limits } from '#collab-server/limits'
import type { LiveAccess } from '#collab-server/live-access'
import { describeError, type Log } from '#collab-server/log'
import type { MemoryBudget } from '#collab-server/memory-budget'
import type { Metrics } from '#collab-server/metrics/metrics'
import { Outbound } from '#collab-server/outbound'
import { PendingAllowance } from '#collab-server/pending-allowance'
import { RateBucket } from '#collab-server/rate-bucket'
import { SignsOfLife } from '#collab-server/signs-of-life'
import type { Room } from '#collab-server/room'
import type { IdOwner } from '#collab-server/room-awareness'
import type { ClientClock } from '#collab-server/room-state'
import type { Writing } from '#collab-server/writing'
import { closeCodes, type CloseName } from '#protocol/close-codes'
import { decodeMessage, isRequest } from '#protocol/decode-message'
import { keepAliveMessage } from '#protocol/message-parts'
import { ownClientIds } from '#protocol/own-client-ids'
import { ProtocolError } from '#protocol/protocol-error'

/** What all connections of a server share. */
export type ConnectionContext = {
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly share: FairShare
  readonly budget: MemoryBudget
  readonly liveAccess: LiveAccess
  readonly onEnd: (connection: Connection) => void
}

/** Who is at the other end. */
export type Peer = {
  /** Made by the server, one for each connection. */
  readonly sessionId: string
  /** Of the token; empty in open mode, where nobody says who they are. */
  readonly userId: string
  /** Whom the connection counts for. */
  readonly address: string
  /** By the token it came in with. */
  readonly writing: Writing
  readonly wantsAcks: boolean
}

const keepAlive = encodeFrames([keepAliveMessage])

/**
 * One socket in one room: bounds what comes in, decodes it, checks the role, and bounds what goes out.
 *
 * Why nothing is read from it for a while, or what was read waits in the inbox, and what wakes it:
 *
 * | waits for                            | seen by                  | goes on with                                  |
 * | ------------------------------------ | ------------------------ | --------------------------------------------- |
 * | the room's load                      | `room.ready`             | `roomReady`, from the room                    |
 * | commits of what it sent              | `inbox.isSettled`        | `noteDurable`, then `#settle`                 |
 * | the answer that it asked for         | `inbox.isSettled`        | `#settleCatchUps`, once the socket has it     |
 * | its reading, to be answered again    | `outbound.isBehind`      | `#caughtUp`, from the outbound                |
 * | its share                            | `bucket.isEmpty`         | `readOn`, from the fair share                 |
 *
 * All of them end in `roomReady`, which hands on what is held as long as none of them stands against it, and
 * reads on once the inbox is empty. Whoever adds a reason adds what wakes it.
 */
export class Connection implements Overdrawn, IdOwner {
  readonly peer: Peer
  readonly bucket: RateBucket
  /** In ms since the epoch. */
  readonly openedAt = Date.now()
  readonly #context: ConnectionContext
  readonly #webSocket: WebSocket
  readonly #outbound: Outbound
  readonly #inbox: Inbox
  readonly #life: SignsOfLife
  /** Where the client wants to be told. */
  readonly #durable: DurableCount | undefined
  /** Made with the first. */
  #catchUps: CatchUps | undefined
  #pending: PendingAllowance | undefined
  #room: Room | undefined
  #open = true
  #writing: Writing
  #draining = false
  #budgetedBytes = 0
  #sentSinceBeat = false

  /** `socket`: the one under the WebSocket, to which ready-made frames are written. */
  constructor(context: ConnectionContext, peer: Peer, webSocket: WebSocket, socket: Duplex) {
    const { maxMessagesPerSecond, maxUncommittedBytes } = context.limits
    this.#context = context
    this.peer = peer
    this.#writing = peer.writing
    this.#webSocket = webSocket
    this.#outbound = new Outbound(socket, () => this.#caughtUp())
    this.#inbox = new Inbox(maxUncommittedBytes)
    this.bucket = new RateBucket(maxMessagesPerSecond)
    this.#life = new SignsOfLife(webSocket, socket, context.limits)
    this.#durable = peer.wantsAcks ? new DurableCount() : undefined
    webSocket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    const receiveControl = (payload: Buffer): void => this.#receiveControl(payload)
    webSocket.on('ping', receiveControl)
    webSocket.on('pong', receiveControl)
    webSocket.on('error', (error) => this.#frameRefused(error))
    webSocket.on('close', (code) => this.#end(code))
    socket.on('data', (chunk: Buffer) => this.#noteChunk(chunk.byteLength))
  }

  get userId(): string {
    return this.peer.userId
  }

  /** Whether it has not taken yet what it was sent. */
  get isBehind(): boolean {
    return this.#outbound.isBehind
  }

  get address(): string {
    return this.peer.address
  }

  mayWriteAs(clientId: number): boolean {
    return (
      this.#writing === 'free' || (this.#writing === 'suggestions' && ownClientIds(this.userId)(clientId))
    )
  }

  /** The role has changed; what was handled before stays. */
  allowWriting(writing: Writing): void {
    this.#writing = writing
  }

  enter(room: Room): void {
    this.#room = room
  }

  /** The room can take messages: hands it those that were held, as long as it can. */
  roomReady(): void {
    // Handling one may settle another, which comes back here.
    if (this.#draining) return
    this.#draining = true
    for (let next = this.#inbox.peek(); next && this.#canHandle(next); next = this.#inbox.peek()) {
      this.#inbox.shift()
      this.#handle(next)
    }
    this.#draining = false
    if (!this.#open || !this.#webSocket.isPaused) return
    if (this.bucket.isEmpty) this.#context.share.wait(this)
    else if (this.#inbox.isEmpty && this.#inbox.isSettled) {
      this.#webSocket.resume()
      this.#life.noteResumed()
    }
  }

  /** The share of the connection has filled again. */
  readOn(): void {
    this.roomReady()
  }

  /**
   * Writes ready-made frames; those from `awarenessFrom` on may be left out where newer ones will follow. A
   * reader too far behind is cut instead. `count`: how many frames there are.
   */
  send(frames: Buffer, awarenessFrom = frames.byteLength, count = 1): void {
    if (!this.#open) return
    const { metrics } = this.#context
    metrics.framesSent += count
    metrics.bytesSent += frames.byteLength
    this.#sentSinceBeat = true
    if (this.#outbound.send(frames, awarenessFrom)) metrics.awarenessSkipped++
    if (this.#outbound.isBehind) this.#boundBacklog()
  }

  /** Something this large was made for the client and waits for a commit. */
  expectCatchUp(bytes: number): void {
    // Asking costs what is asked for: a few bytes can call for a whole document.
    this.bucket.takeForAnswer(bytes)
    this.#addUnsettled(bytes)
  }

  /**
   * Like `send`, for what the client asked for itself and was expected: its size is not held against it. The
   * parts are one frame.
   */
  sendCatchUp(parts: readonly Buffer[]): void {
    if (!this.#open) return
    this.#catchUps ??= new CatchUps()
    this.#catchUps.add(parts)
    if (this.#outbound.isBehind) this.#catchUps.noteWaiting(parts)
    const { metrics } = this.#context
    metrics.framesSent++
    for (const { byteLength } of parts) metrics.bytesSent += byteLength
    this.#sentSinceBeat = true
    this.#outbound.sendInParts(parts)
    if (this.#outbound.isBehind) this.#boundBacklog()
    else this.#settleCatchUps()
  }

  /** What it asked for and need not wait for any commit. */
  sendAnswer(frames: Buffer): void {
    this.bucket.takeForAnswer(frames.byteLength)
    this.send(frames)
  }

  /** One of this connection's updates is on disk, with the clocks its clients have there. */
  noteDurable(receivedBytes: number, carried: readonly ClientClock[]): void {
    this.#durable?.note(carried)
    this.#settle(receivedBytes)
  }

  /** How many bytes of its next update may wait for what they depend on. */
  get pendingBytesLeft(): number {
    return this.#pending?.bytesLeft ?? this.#context.limits.maxPendingBytes
  }

  /** So much of its last update waits. */
  notePending(bytes: number): void {
    this.#pending ??= new PendingAllowance(this.#context.limits)
    this.#pending.note(bytes)
  }

  /** Says how much is on disk, to a client that asked for it (PROTOCOL A1). */
  sendAck(): void {
    if (this.#durable) this.send(this.#durable.ackFrame())
  }

  /** Asks for a sign of life and gives one; cuts a peer that did not answer the last time. */
  beat(): void {
    if (!this.#open) return
    if (!this.#life.answered) return this.#webSocket.terminate()
    if (this.#room?.pendingBytes === 0) this.#pending = undefined
    if (this.#pending?.isOverdue === true) this.close('resync')
    if (this.#inbox.isPartOlderThan(this.#context.limits.messageTimeoutMs)) this.close('tryAgainLater')
    if (!this.#open) return
    this.#keepBudget()
    this.#life.ask()
    // Stock clients leave a server from which no message came for 30 s, and a ping is none (PROTOCOL W7).
    if (!this.#sentSinceBeat) this.send(keepAlive)
    this.#sentSinceBeat = false
  }

  /** Somebody else claims to be who this is: cuts it unless it shows life very soon (PROTOCOL I4). */
  doubt(): void {
    if (this.#open) this.#life.doubt()
  }

  /** The one way in which the server ends a connection. */
  close(name: CloseName): void {
    if (!this.#open) return
    this.#leave()
    const { code, reason } = closeCodes[name]
    this.#context.metrics.countClose(code)
    // ws cuts it where the peer does not answer in time; the answer has to be read.
    this.#webSocket.close(code, reason)
    this.#webSocket.resume()
    this.#life.noteResumed()
  }

  #receive(data: Buffer, isBinary: boolean): void {
    this.#inbox.noteMessage()
    if (!this.#open) return
    this.#life.note()
    const { metrics } = this.#context
    metrics.messagesReceived++
    metrics.bytesReceived += data.byteLength
    if (!isBinary) return this.close('textFrame')
    if (this.#inbox.isEmpty && this.#canHandle(data)) this.#handle(data)
    else this.#inbox.hold(data)
    this.#pauseIfBehind()
  }

  /** ws has sent the close itself. */
  #frameRefused(error: Error): void {
    this.#log('info', 'frame-refused', { reason: describeError(error) })
    const code = closeCodeOfFrameError(error)
    if (code === undefined || !this.#open) return
    this.#context.metrics.countClose(code)
    this.#leave()
  }

  #receiveControl(payload: Buffer): void {
    this.#life.note()
    this.#inbox.noteControlFrame(payload.byteLength)
    this.bucket.takeFor(payload.byteLength)
    this.#pauseIfBehind()
  }

  #noteChunk(bytes: number): void {
    // Whoever is in the middle of a long frame cannot answer a ping before its end.
    this.#life.note()
    this.#inbox.noteChunk(bytes)
    if (this.#inbox.holdsMuch) this.#keepBudget()
    // The message has ended of which much was there.
    else if (this.#budgetedBytes > 0) this.#noteHeld()
  }

  #handle(data: Uint8Array): void {
    if (!this.#open || !this.#room) return
    this.bucket.takeFor(data.byteLength)
    this.#context.share.noteServed(this.bucket)
    try {
      this.#dispatch(this.#room, data)
    } catch (error) {
      this.refuse(error)
    }
  }

  /** Ends it with the code that belongs to the error. */
  refuse(error: unknown): void {
    const level = error instanceof ProtocolError ? 'info' : 'error'
    this.#log(level, 'message-refused', { reason: describeError(error) })
    this.close(closeNameOfError(error))
  }

  #dispatch(room: Room, data: Uint8Array): void {
    const message = decodeMessage(data)
    switch (message.kind) {
      case 'syncStep1':
        return room.answerStep1(this, message.stateVector)
      case 'syncStep2':
      case 'update': {
        if (this.#writing === 'none') return
        this.#addUnsettled(message.update.byteLength)
        const isLive = message.kind === 'update'
        const isFree = this.#writing === 'free'
        if (isFree && !room.isLookingThrough(this)) return room.receiveUpdate(this, message.update, isLive)
        return room.receiveSuggestion(this, message.update, isLive, isFree)
      }
      case 'awareness':
        return room.receiveAwareness(this, message.awarenessUpdate)
      case 'queryAwareness':
        return room.answerAwarenessQuery(this)
      case 'token':
        return this.#context.liveAccess.renew(this, message.token)
      case 'ignored':
        return
    }
  }

  /** A reader that is behind gets no further answers: what it asks for waits until it has read the last. */
  #canHandle(data: Uint8Array): boolean {
    if (this.#room?.ready !== true || !this.#inbox.isSettled || this.bucket.isEmpty) return false
    return !(this.#outbound.isBehind && isRequest(data))
  }

  #addUnsettled(bytes: number): void {
    this.#inbox.addUnsettled(bytes)
    this.#pauseIfBehind()
  }

  #settle(bytes: number): void {
    this.#inbox.settle(bytes)
    if (this.#budgetedBytes > 0) this.#noteHeld()
    if (this.#webSocket.isPaused || !this.#inbox.isEmpty) this.roomReady()
  }

  /** What has been read already may still come; it is held. */
  #pauseIfBehind(): void {
    const overdrawn = this.bucket.isEmpty
    if ((!overdrawn && !this.#inbox.isFull) || !this.#open) return
    if (!this.#webSocket.isPaused) {
      this.#webSocket.pause()
      this.#life.notePaused()
      if (!overdrawn) this.#context.metrics.pauses.pending++
    }
    if (overdrawn) this.#context.share.wait(this)
    this.#keepBudget()
  }

  #caughtUp(): void {
    this.#settleCatchUps()
    if (this.#budgetedBytes > 0) this.#noteHeld()
    if (this.#outbound.takeOwedAwareness()) this.#room?.sendMissedAwareness(this)
    if (!this.#inbox.isEmpty) this.roomReady()
  }

  #settleCatchUps(): void {
    const bytes = this.#catchUps?.takeSent() ?? 0
    if (bytes > 0) this.#settle(bytes)
  }

  #boundBacklog(): void {
    const { maxBacklogBytes, maxCatchUpBacklogBytes } = this.#context.limits
    const most = this.#catchUps?.areUnsent
      ? this.#catchUps.waitingBytes + maxCatchUpBacklogBytes
      : maxBacklogBytes
    if (this.#outbound.waitingBytes > most) return this.close('tryAgainLater')
    this.#keepBudget()
  }

  /** Says to all connections' budget what this one holds; who holds much when it is spent has to go. */
  #keepBudget(): void {
    this.#noteHeld()
    if (this.#open && this.#context.budget.mustGo(this.#budgetedBytes)) this.close('tryAgainLater')
  }

  #noteHeld(): void {
    const held = this.#open ? this.#inbox.bytes + this.#backlogBytes : 0
    this.#context.budget.add(held - this.#budgetedBytes)
    this.#budgetedBytes = held
  }

  /** What waits to be sent, without the answers among it: the inbox counts those until they are sent. */
  get #backlogBytes(): number {
    return Math.max(0, this.#outbound.waitingBytes - (this.#catchUps?.waitingBytes ?? 0))
  }

  #leave(): void {
    this.#open = false
    this.#inbox.clear()
    this.#outbound.end()
    this.#keepBudget()
    this.#context.share.forget(this)
    this.#life.forgetDoubt()
    this.#room?.leave(this)
    this.#room = undefined
  }

  #end(code: number): void {
    if (this.#open) this.#leave()
    this.#log('info', 'disconnected', { code })
    this.#context.onEnd(this)
  }

  #log(level: 'info' | 'error', event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#context.log(level, event, { sessionId: this.peer.sessionId, ...fields })
  }
}
