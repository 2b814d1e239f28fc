import { closeNameOfError } from '#collab-server/close-name-of-error'
import type { Connection } from '#collab-server/connection'
import { DocumentSize } from '#collab-server/document-size'
import { encodeFrames, frameBytes } from '#collab-server/frame'
import type { Journal, JournalMember } from '#collab-server/journal'
import type { Limits } from '#collab-server/limits'
import { describeError, type Log } from '#collab-server/log'
import type { Metrics } from '#collab-server/metrics/metrics'
import { Pacer } from '#collab-server/pacer'
import { RoomAwareness } from '#collab-server/room-awareness'
import { RoomOutbox, type PendingUpdate } from '#collab-server/room-outbox'
import { SpoiledStateError, type AppliedUpdate, type RoomState } from '#collab-server/room-state'
import {
  awarenessMessage,
  syncStep1Message,
  syncStep2Message,
  updateMessage,
  type MessageParts,
} from '#protocol/message-parts'
import { ProtocolError } from '#protocol/protocol-error'

export type LoadedRoom = { readonly state: RoomState; readonly storedBytes: number }

export type RoomOptions = {
  readonly documentId: string
  readonly journal: Journal
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly load: () => Promise<LoadedRoom>
  readonly onCommitted: (entryCount: number) => void
  /** The room is over and holds nothing any more. */
  readonly onClosed: () => void
}

const emptyStateVector = Uint8Array.of(0)

/**
 * One document's live session: its members, its state, and the order in which things leave. Nothing made
 * from an update leaves before that update is on disk (PROTOCOL S4).
 */
export class Room implements JournalMember {
  readonly documentId: string
  readonly #options: RoomOptions
  readonly #members = new Set<Connection>()
  readonly #ungreeted = new Set<Connection>()
  readonly #outbox = new RoomOutbox()
  readonly #awareness: RoomAwareness<Connection>
  #phase: 'opening' | 'open' | 'closed' = 'opening'
  #state: RoomState | undefined
  #size: DocumentSize | undefined
  /** Whose update is being applied. */
  #writer: Connection | undefined
  readonly #applyOptions = {
    mayAdd: (clientId: number): boolean => !this.#writer || this.#awareness.mayWrite(this.#writer, clientId),
    maxPendingBytes: 0,
  }
  readonly #awarenessPacer: Pacer
  /** Whose awareness waits to be relayed. */
  #awarenessSources = new Set<Connection>()

  constructor(options: RoomOptions) {
    this.documentId = options.documentId
    this.#options = options
    this.#awareness = new RoomAwareness(options.limits)
    this.#awarenessPacer = new Pacer(options.limits.awarenessIntervalMs, () => {
      // An update may have come since this was asked for.
      if (this.#outbox.uncommitted === 0) this.#fanOut([])
    })
    void this.#open()
  }

  /** Whether messages can be handled; until then connections hold theirs. */
  get ready(): boolean {
    return this.#phase === 'open'
  }

  /** What waits in its state for what it depends on. */
  get pendingBytes(): number {
    return this.#state?.pendingBytes ?? 0
  }

  join(member: Connection): void {
    this.#members.add(member)
    this.#ungreeted.add(member)
    if (this.#phase === 'open') this.#admit(member)
  }

  /** Also of a connection whose socket has ended by itself. */
  leave(member: Connection): void {
    if (!this.#members.delete(member)) return
    this.#ungreeted.delete(member)
    this.#awareness.release(member)
    this.#relayAwareness(member)
    this.#closeIfUnused()
  }

  answerStep1(member: Connection, stateVector: Uint8Array): void {
    const update = this.#openState.encodeStateAsUpdate(stateVector)
    const frames = encodeFrames([syncStep2Message(update)])
    member.expectCatchUp(frames)
    this.#outbox.whenDurable(() => member.sendCatchUp(frames))
  }

  /**
   * `isLive`: made just now, and not an answer to a step 1, which repeats what others made too.
   * @throws {ProtocolError} it is refused, and the state is as before.
   */
  receiveUpdate(member: Connection, update: Uint8Array, isLive: boolean): void {
    if (this.#size?.isFullFor(update)) throw new ProtocolError('documentFull', 'the document is full')
    const { news, carried, added, pendingBytes } = this.#apply(member, update)
    const [only, ...others] = added
    if (isLive && only !== undefined && others.length === 0) this.#awareness.claim(member, only)
    if (!news) {
      this.#outbox.whenDurable(() => {
        member.noteDurable(update.byteLength, carried)
        member.sendAck()
      })
      return
    }
    const { documentId } = this
    const { userId, sessionId } = member.peer
    this.#outbox.push({ update: news, from: member, carried, receivedBytes: update.byteLength })
    this.#options.journal.append(
      { documentId, receivedAt: Date.now(), userId, sessionId, update: news },
      this,
    )
    this.#size?.grow(news.byteLength)
    if (pendingBytes > 0) member.notePending(pendingBytes)
  }

  /** @throws {ProtocolError} `malformed` */
  receiveAwareness(member: Connection, awarenessUpdate: Uint8Array): void {
    this.#awareness.apply(member, awarenessUpdate)
    this.#relayAwareness(member)
  }

  answerAwarenessQuery(member: Connection): void {
    const everybody = this.#awareness.encodeAll()
    if (everybody) member.sendAnswer(encodeFrames([awarenessMessage(everybody)]))
  }

  committed(count: number): void {
    const { updates, deliveries } = this.#outbox.take(count)
    if (this.#phase !== 'closed') this.#fanOut(updates)
    const ackers = new Set<Connection>()
    for (const { from, carried, receivedBytes } of updates) {
      from.noteDurable(receivedBytes, carried)
      ackers.add(from)
    }
    for (const member of ackers) member.sendAck()
    for (const deliver of deliveries) deliver()
    this.#options.onCommitted(count)
    this.#closeIfUnused()
  }

  commitFailed(error: unknown): void {
    this.fail(error)
  }

  /** Ends the room for everybody with the code that belongs to the error; the next to come loads it anew. */
  fail(error: unknown): void {
    if (this.#phase === 'closed') return
    const { documentId } = this
    this.#options.log('error', 'room-failed', { documentId, reason: describeError(error) })
    const members = [...this.#members]
    this.#dispose()
    for (const member of members) member.close(closeNameOfError(error))
  }

  get #openState(): RoomState {
    if (!this.#state) throw new Error('the room is not open')
    return this.#state
  }

  async #open(): Promise<void> {
    try {
      const { state, storedBytes } = await this.#options.load()
      if (this.#phase === 'closed') return state.destroy()
      this.#state = state
      const measure = (): number => this.#openState.encodeStateAsUpdate(emptyStateVector).byteLength
      this.#size = new DocumentSize(this.#options.limits.maxDocumentBytes, storedBytes, measure)
      this.#phase = 'open'
    } catch (error) {
      return this.fail(error)
    }
    for (const member of this.#members) if (this.#phase === 'open') this.#admit(member)
    this.#closeIfUnused()
  }

  #admit(member: Connection): void {
    if (this.#ungreeted.delete(member)) {
      const messages: MessageParts[] = [syncStep1Message(this.#openState.encodeStateVector())]
      const everybody = this.#awareness.encodeAll()
      if (everybody) messages.push(awarenessMessage(everybody))
      const greeting = encodeFrames(messages)
      this.#outbox.whenDurable(() => member.send(greeting))
    }
    member.roomReady()
  }

  #apply(member: Connection, update: Uint8Array): AppliedUpdate {
    const state = this.#openState
    this.#writer = member
    const roomLeft = Math.max(0, this.#options.limits.maxRoomPendingBytes - state.pendingBytes)
    this.#applyOptions.maxPendingBytes = Math.min(roomLeft, member.pendingBytesLeft)
    try {
      return state.apply(update, this.#applyOptions)
    } catch (error) {
      if (!(error instanceof SpoiledStateError)) throw error
      // Everybody else goes on once the state is made anew without it; their messages wait meanwhile.
      this.#phase = 'opening'
      this.#state?.destroy()
      this.#state = undefined
      this.#outbox.whenDurable(() => void this.#open())
      throw new ProtocolError('malformed', 'update does not apply', error)
    }
  }

  /** One write to each member, awareness that waits included. */
  #fanOut(updates: readonly PendingUpdate[]): void {
    const messages = updates.map(({ update }) => updateMessage(update))
    const sources = this.#awarenessSources
    for (const { from } of updates) sources.add(from)
    let awarenessBytes = 0
    if (this.#awareness.hasChanges) {
      const message = awarenessMessage(this.#awareness.takeChanges())
      messages.push(message)
      awarenessBytes = frameBytes(message)
    }
    this.#awarenessSources = new Set()
    // A lone source need not hear itself. With several, all get the same bytes, their own among them:
    // Yjs knows what it has, and one frame for everybody is cheaper than one for each.
    const skipped = sources.size === 1 ? sources : undefined
    const readers = [...this.#members].filter((member) => !skipped?.has(member))
    if (messages.length === 0 || readers.length === 0) return
    const frames = encodeFrames(messages)
    const awarenessFrom = frames.byteLength - awarenessBytes
    this.#options.metrics.fanOut.observe(readers.length)
    for (const reader of readers) reader.send(frames, awarenessFrom, messages.length)
  }

  /** Awareness never overtakes the text it points into: with updates on their way, it goes with them. */
  #relayAwareness(source: Connection): void {
    if (!this.#awareness.hasChanges) return
    this.#awarenessSources.add(source)
    if (this.#outbox.uncommitted === 0) this.#awarenessPacer.request()
  }

  #closeIfUnused(): void {
    if (this.#phase === 'open' && this.#members.size === 0 && this.#outbox.uncommitted === 0) this.#dispose()
  }

  #dispose(): void {
    this.#phase = 'closed'
    this.#awarenessPacer.cancel()
    this.#members.clear()
    this.#ungreeted.clear()
    this.#outbox.clear()
    this.#state?.destroy()
    this.#state = undefined
    this.#options.onClosed()
  }
}
