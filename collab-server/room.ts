import * as Y from 'yjs'

import type { LinkedRoom, RoomLink } from '#collab-server/bus/room-link'
import type { RemoteEntry, RemoteState } from '#collab-server/bus/room-message'
import { closeNameOfError } from '#collab-server/close-name-of-error'
import type { Connection } from '#collab-server/connection'
import { DocumentSize } from '#collab-server/document-size'
import { gatherMs } from '#collab-server/gathering'
import { encodeFrames, encodeLargeFrame, frameBytes } from '#collab-server/frame'
import type { Journal, JournalMember } from '#collab-server/journal'
import type { Limits } from '#collab-server/limits'
import { describeError, type Log } from '#collab-server/log'
import { mayMention, peopleNamedBy } from '#collab-server/mentioned-people'
import type { Metrics } from '#collab-server/metrics/metrics'
import { type RoomEdit, RoomEdits } from '#collab-server/room-edits'
import { RoomJournal } from '#collab-server/room-journal'
import { RoomOutbox, type PendingUpdate } from '#collab-server/room-outbox'
import { RoomPresence, type TakenPresence } from '#collab-server/room-presence'
import type { AppliedUpdate, ApplyOptions, RoomState } from '#collab-server/room-state'
import { RoomSuggestions } from '#collab-server/room-suggestions'
import type { SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import {
  awarenessMessage,
  syncStep1Message,
  syncStep2Message,
  updateMessage,
  type MessageParts,
} from '#protocol/message-parts'
import { ProtocolError } from '#protocol/protocol-error'

export type LoadedRoom = {
  readonly state: RoomState
  readonly storedBytes: number
  /** Of its newest entry. */
  readonly lastSequence: number
}

/** A document as one update, and the newest entry that is in it; all of that is on disk. */
export type FoldedDocument = { readonly snapshot: Uint8Array; readonly throughSequence: number }

/** What all rooms of a server share. */
export type RoomContext = {
  readonly journal: Journal
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly checks: Pick<SuggestionChecks, 'openMirror' | 'penances' | 'warmUp'>
  /** Where there are other nodes. */
  readonly links?: { open(room: LinkedRoom): RoomLink } | undefined
}

/** Who keeps the rooms. */
export type RoomKeeper = {
  load(room: Room): Promise<LoadedRoom>
  noteCommitted(room: Room, entryCount: number): void
  /** What is on disk now names these people. */
  noteMentioned(room: Room, userIds: readonly string[], by: string): void
  /** The same, where it is another node that sees to it. */
  noteMentionedElsewhere(room: Room, userIds: readonly string[], by: string): void
  /** Nobody is in the room any more; it can still be folded. */
  noteLeft(room: Room): void
  /** The room is over and holds nothing any more. */
  noteClosed(room: Room): void
}

const emptyStateVector = Uint8Array.of(0)
const nothingNew: TakenPresence = {
  message: undefined,
  sources: new Set(),
  isFromElsewhere: false,
  unsaid: [],
}

/**
 * One document's live session: its members, its state, and the order in which things leave. Nothing made
 * from an update leaves before that update is on disk (PROTOCOL S4).
 */
export class Room implements JournalMember, LinkedRoom {
  readonly documentId: string
  /** Of whoever opened it, for whom it counts. */
  readonly address: string
  readonly #context: RoomContext
  readonly #keeper: RoomKeeper
  readonly #members = new Set<Connection>()
  readonly #outbox = new RoomOutbox()
  /** To the rooms of the document on other nodes, where there are any. */
  readonly #link: RoomLink | undefined
  #phase: 'opening' | 'open' | 'closed' = 'opening'
  #state: RoomState | undefined
  #storedBytes = 0
  /** Of the newest entry that is stored or on its way. */
  #lastSequence = 0
  /** In the middle of what a commit lets out: who leaves over that must not take the room away under it. */
  #isDelivering = false
  // What a room needs only once something happens in it is made then: most rooms are idle.
  /** Who joined before the room was open. */
  #ungreeted: Set<Connection> | undefined
  #size: DocumentSize | undefined
  #presence: RoomPresence | undefined
  #journal: RoomJournal | undefined
  #edits: RoomEdits | undefined
  /** Once somebody writes. */
  #suggestions: RoomSuggestions | undefined

  constructor(documentId: string, address: string, keeper: RoomKeeper, context: RoomContext) {
    this.documentId = documentId
    this.address = address
    this.#keeper = keeper
    this.#context = context
    this.#link = context.links?.open(this)
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
    if (member.peer.writing === 'suggestions') this.#context.checks.warmUp()
    if (this.#phase === 'open') return this.#admit(member, true)
    this.#ungreeted ??= new Set()
    this.#ungreeted.add(member)
  }

  /** Also of a connection whose socket has ended by itself. */
  leave(member: Connection): void {
    if (!this.#members.delete(member)) return
    this.#ungreeted?.delete(member)
    this.#presence?.awareness.release(member)
    this.#relayAwareness(member)
    this.#closeIfUnused()
  }

  answerStep1(member: Connection, stateVector: Uint8Array): void {
    const update = this.#openState.encodeStateAsUpdate(stateVector)
    const frame = encodeLargeFrame(syncStep2Message(update))
    member.expectCatchUp(frame.reduce((sum, { byteLength }) => sum + byteLength, 0))
    this.#outbox.whenDurable(() => member.sendCatchUp(frame))
  }

  /**
   * `isLive`: made just now, and not an answer to a step 1, which repeats what others made too. `isSuggested`: of
   * somebody who may only suggest; `mend`: what the server writes with it.
   * @throws {ProtocolError} it is refused, and the state is as before.
   */
  receiveUpdate(
    member: Connection,
    update: Uint8Array,
    isLive: boolean,
    isSuggested = false,
    mend: Uint8Array | null = null,
  ): void {
    if (!isSuggested && !isLive) this.#openSuggestions.watchFor(update)
    this.#size ??= this.#newSize()
    if (this.#size.isFullFor(update)) throw new ProtocolError('documentFull', 'the document is full')
    const applied = this.#apply(update, this.#boundsOf(member, isSuggested))
    const { carried, added, pendingBytes } = applied
    // In one entry: neither on disk nor on the wire is one without the other.
    const mended = mend && this.#apply(mend).news
    const news = applied.news && mended ? Y.mergeUpdates([applied.news, mended]) : (applied.news ?? mended)
    this.#noteWriter(member.userId, added)
    const [only] = added
    if (isLive && only !== undefined && added.length === 1) this.#openPresence.awareness.claim(member, only)
    if (!news) {
      this.#outbox.whenDurable(() => {
        member.noteDurable(update.byteLength, carried)
        member.sendAck()
      })
      return
    }
    const { documentId } = this
    const { userId, sessionId } = member.peer
    const pending: PendingUpdate = {
      documentId,
      receivedAt: Date.now(),
      userId,
      sessionId,
      update: news,
      from: member,
      carried,
      receivedBytes: update.byteLength,
      isMended: mended !== null,
    }
    this.#append(pending)
    if (pendingBytes > 0) member.notePending(pendingBytes)
  }

  /** Whether what somebody sent is still looked through, so that nothing of theirs may pass it. */
  isLookingThrough(member: Connection): boolean {
    return this.#suggestions?.holds(member) === true
  }

  /**
   * Like `receiveUpdate`, of somebody who may only suggest: it is taken or refused once it is looked through.
   * `isFree`: of somebody who may do more by now, behind what is still looked through.
   * @throws {ProtocolError} `tooBig`
   */
  receiveSuggestion(member: Connection, update: Uint8Array, isLive: boolean, isFree = false): void {
    this.#openSuggestions.receive(member, update, isLive, isFree)
  }

  /** Changes the document for the server itself; the room stays open until that is done, with nobody in it too. */
  edit(edit: RoomEdit): void {
    this.#edits ??= new RoomEdits()
    this.#edits.add(edit)
    if (this.#phase === 'open') void this.#makeEdits(this.#edits)
    else if (this.#phase === 'closed') this.#edits.failAll(new Error('the room is closed'))
  }

  /**
   * Folds the document as it is now, what is deleted dropped; `deliver` has it once all that is in it is on
   * disk, and never where that fails.
   * @returns whether it can be folded here.
   */
  fold(deliver: (folded: FoldedDocument) => void): boolean {
    const snapshot = this.#state?.fold()
    if (!snapshot) return false
    // What others have written may not be here yet, and what waits has no place among it: then of less than it holds.
    const throughSequence = this.#link?.through ?? this.#lastSequence
    this.#outbox.whenDurable(() => deliver({ snapshot, throughSequence }))
    return true
  }

  /** @throws {ProtocolError} `malformed` */
  receiveAwareness(member: Connection, awarenessUpdate: Uint8Array): void {
    this.#openPresence.awareness.apply(member, awarenessUpdate)
    this.#relayAwareness(member)
  }

  answerAwarenessQuery(member: Connection): void {
    this.#sendAwareness(member, this.#presence?.awareness.encodeAll())
  }

  /** To one for whom awareness was left out: it may still see who has left meanwhile. */
  sendMissedAwareness(member: Connection): void {
    this.#sendAwareness(member, this.#presence?.awareness.encodeRemembered())
  }

  #sendAwareness(member: Connection, states: Uint8Array | undefined): void {
    if (!states) return
    const frames = encodeFrames([awarenessMessage(states)])
    if (this.#outbox.uncommitted === 0) return member.sendAnswer(frames)
    // Carets may point into text that is not on disk yet.
    member.expectCatchUp(frames.byteLength)
    this.#outbox.whenDurable(() => member.sendCatchUp([frames]))
  }

  committed(count: number, sequences: readonly number[] = []): void {
    // It failed meanwhile: nobody is here to be told.
    if (this.#phase === 'closed') return
    const { updates, deliveries } = this.#outbox.take(count)
    this.#link?.committed(updates, sequences)
    this.#isDelivering = true
    this.#fanOut(updates)
    let ackers: Set<Connection> | undefined
    for (const { from, carried, receivedBytes } of updates) {
      from?.noteDurable(receivedBytes, carried)
      if (!from?.peer.wantsAcks) continue
      ackers ??= new Set()
      ackers.add(from)
    }
    if (ackers) for (const member of ackers) member.sendAck()
    for (const deliver of deliveries) deliver()
    this.#isDelivering = false
    this.#keeper.noteCommitted(this, count)
    for (const { update, userId } of updates) {
      if (!mayMention(update)) continue
      const named = peopleNamedBy(update)
      if (named.length > 0) this.#keeper.noteMentioned(this, named, userId)
    }
    // Each write above may have cut a reader, the last one too.
    this.#closeIfUnused()
  }

  commitFailed(error: unknown): void {
    this.fail(error)
  }

  /** Another node has put these on disk. @throws {ProtocolError} they do not apply */
  takeEntries(entries: readonly RemoteEntry[]): void {
    const news: Uint8Array[] = []
    for (const { update, userId } of entries) {
      const applied = this.#apply(update)
      this.#noteWriter(userId, applied.added)
      if (!applied.news) continue
      news.push(applied.news)
      this.#size?.grow(applied.news.byteLength)
      this.#suggestions?.note(applied.news, userId)
      const named = mayMention(update) ? peopleNamedBy(update) : []
      if (named.length > 0) this.#keeper.noteMentionedElsewhere(this, named, userId)
    }
    this.#tellAll(news)
  }

  takeAwareness(node: string, isWhole: boolean, states: readonly RemoteState[]): void {
    this.#openPresence.takeRemote(node, isWhole, states)
    this.#requestRelay()
  }

  loseNode(node: string): void {
    this.#presence?.loseNode(node)
    this.#requestRelay()
  }

  doubt(clientId: number): void {
    const holder = this.#presence?.awareness.holderOf(clientId)
    // Those of other nodes are not this one's to doubt.
    if (holder && !('node' in holder)) holder.doubt()
  }

  ownStates(): readonly RemoteState[] {
    return this.#presence?.awareness.ownStates() ?? []
  }

  /** Sends updates that are on disk to everybody. */
  #tellAll(updates: readonly Uint8Array[]): void {
    if (updates.length === 0 || this.#members.size === 0) return
    const frames = encodeFrames(updates.map(updateMessage))
    this.#isDelivering = true
    for (const member of this.#members) member.send(frames, frames.byteLength, updates.length)
    this.#isDelivering = false
    this.#context.metrics.fanOut.observe(this.#members.size)
    this.#closeIfUnused()
  }

  /** Ends the room for everybody with the code that belongs to the error; the next to come loads it anew. */
  fail(error: unknown): void {
    if (this.#phase === 'closed') return
    const { documentId } = this
    this.#context.log('error', 'room-failed', { documentId, reason: describeError(error) })
    const members = [...this.#members]
    this.#dispose(error)
    for (const member of members) member.close(closeNameOfError(error))
  }

  get #openSuggestions(): RoomSuggestions {
    return (this.#suggestions ??= new RoomSuggestions(this.#context.checks, {
      encodeState: () => this.#openState.encodeStateAsUpdate(emptyStateVector),
      take: (member, update, { isLive, isFree, mend }) => {
        if (!this.ready) throw new ProtocolError('resync', 'the room is being made anew')
        // Whoever has left meanwhile holds no client ids any more.
        this.receiveUpdate(member, update, isLive && this.#members.has(member), !isFree, mend)
      },
      takeFreed: (freed) => this.#appendOwn(freed, { userId: '', sessionId: 'comment' }),
      onIdle: () => this.#closeIfUnused(),
    }))
  }

  get #openState(): RoomState {
    if (!this.#state) throw new Error('the room is not open')
    return this.#state
  }

  /** `isAgain`: the state is made anew, and whoever is here goes on. */
  async #open(isAgain = false): Promise<void> {
    try {
      // What comes behind what is loaded is heard.
      await this.#link?.listening
      const { state, storedBytes, lastSequence } = await this.#keeper.load(this)
      if (this.#phase === 'closed') return state.destroy()
      this.#state = state
      this.#storedBytes = storedBytes
      this.#lastSequence = lastSequence
      this.#phase = 'open'
    } catch (error) {
      return this.fail(error)
    }
    this.#link?.opened(this.#lastSequence)
    // What others wrote meanwhile came with what was loaded, and to nobody here.
    if (isAgain && this.#link) this.#tellAll([this.#openState.encodeStateAsUpdate(emptyStateVector)])
    const ungreeted = this.#ungreeted
    this.#ungreeted = undefined
    for (const member of this.#members)
      if (this.#phase === 'open') this.#admit(member, ungreeted?.has(member) ?? false)
    if (this.#edits && this.#phase === 'open') void this.#makeEdits(this.#edits)
    this.#closeIfUnused()
  }

  /** One after the other, all that wait. */
  async #makeEdits(edits: RoomEdits): Promise<void> {
    for (let edit = edits.begin(); edit; edit = edits.begin()) {
      if (!this.ready) return edits.putBack(edit)
      try {
        const state = this.#openState.encodeStateAsUpdate(emptyStateVector)
        // oxlint-disable-next-line no-await-in-loop -- each is made of what the one before has left
        const update = await edit.make(state, edits.clientId)
        // What it was made of is gone.
        if (!this.ready) return edits.putBack(edit)
        this.#applyEdit(edits, edit, update)
      } catch (error) {
        edits.failed(edit, error)
      }
      edits.end()
    }
    this.#closeIfUnused()
  }

  #applyEdit(edits: RoomEdits, edit: RoomEdit, update: Uint8Array | null): void {
    this.#size ??= this.#newSize()
    if (update && this.#size.isFullFor(update))
      throw new ProtocolError('documentFull', 'the document is full')
    if (update) this.#appendOwn(update, edit)
    this.#outbox.whenDurable(() => edits.done(edit))
  }

  /** What the server itself has written, and on whose behalf, for the history. */
  #appendOwn(update: Uint8Array, { userId, sessionId }: Pick<RoomEdit, 'userId' | 'sessionId'>): void {
    const { news } = this.#apply(update)
    if (!news) return
    const { documentId } = this
    const made = { from: undefined, carried: [], receivedBytes: news.byteLength }
    this.#append({ documentId, receivedAt: Date.now(), userId, sessionId, update: news, ...made })
  }

  #append(pending: PendingUpdate): void {
    this.#outbox.push(pending)
    this.#journal ??= new RoomJournal(this.#context.journal, this.#context.limits, this)
    this.#journal.append(pending, this.#members.size)
    this.#lastSequence++
    this.#size?.grow(pending.update.byteLength)
    this.#suggestions?.note(pending.update, pending.userId)
  }

  #admit(member: Connection, isNew: boolean): void {
    if (isNew) {
      const messages: MessageParts[] = [syncStep1Message(this.#openState.encodeStateVector())]
      const everybody = this.#presence?.awareness.encodeAll()
      if (everybody) messages.push(awarenessMessage(everybody))
      const greeting = encodeFrames(messages)
      this.#outbox.whenDurable(() => member.send(greeting))
    }
    member.roomReady()
  }

  /** `bounds`: of whose it is; none where the server made it itself. */
  #apply(update: Uint8Array, bounds?: ApplyOptions): AppliedUpdate {
    try {
      return this.#openState.apply(update, bounds)
    } catch (error) {
      // Nothing else is known to leave the state as it was: it may hold what will never be on disk.
      if (error instanceof ProtocolError) throw error
      const { documentId } = this
      this.#context.log('error', 'state-spoiled', { documentId, reason: describeError(error) })
      // Everybody else goes on once the state is made anew without it; their messages wait meanwhile.
      this.#phase = 'opening'
      this.#state?.destroy()
      this.#state = undefined
      this.#suggestions?.lose()
      this.#outbox.whenDurable(() => void this.#open(true))
      throw new ProtocolError('malformed', 'update does not apply', error)
    }
  }

  #noteWriter(userId: string, clientIds: readonly number[]): void {
    if (userId !== '' && clientIds.length > 0) this.#openSuggestions.noteWriter(userId, clientIds)
  }

  #boundsOf(member: Connection, isSuggested: boolean): ApplyOptions {
    const presence = this.#presence
    const mayAdd = presence && ((clientId: number) => presence.awareness.mayWrite(member, clientId))
    // Looked through is what it does now; what waits does something later.
    if (isSuggested) return { mayAdd, maxPendingBytes: 0 }
    const roomLeft = Math.max(0, this.#context.limits.maxRoomPendingBytes - this.pendingBytes)
    return { mayAdd, maxPendingBytes: Math.min(roomLeft, member.pendingBytesLeft) }
  }

  /** One write to each member, awareness that waits included. */
  #fanOut(updates: readonly PendingUpdate[]): void {
    const taken = this.#presence?.take() ?? nothingNew
    const { message: awareness, sources } = taken
    this.#link?.sayAwareness(taken.unsaid)
    // A lone source need not hear itself. With several, all get the same bytes, their own among them:
    // Yjs knows what it has, and one frame for everybody is cheaper than one for each.
    const source = taken.isFromElsewhere ? undefined : loneSource(updates, sources)
    const isHeard = this.#members.size > (source && this.#members.has(source) ? 1 : 0)
    if (!isHeard || (updates.length === 0 && !awareness)) return
    const messages = updates.map(({ update }) => updateMessage(update))
    if (awareness) messages.push(awareness)
    const frames = encodeFrames(messages)
    const awarenessFrom = frames.byteLength - (awareness ? frameBytes(awareness) : 0)
    let readers = 0
    for (const member of this.#members) {
      if (member === source) continue
      member.send(frames, awarenessFrom, messages.length)
      readers++
    }
    const { metrics } = this.#context
    metrics.fanOut.observe(readers)
    const [oldest] = updates
    if (oldest) metrics.relaySeconds.observe(Math.max(0, Date.now() - oldest.receivedAt) / 1_000)
  }

  /** Awareness never overtakes the text it points into: with updates on their way, it goes with them. */
  #relayAwareness(source: Connection): void {
    this.#presence?.noteChange(source)
    this.#requestRelay()
  }

  #requestRelay(): void {
    if (this.#outbox.uncommitted > 0) return
    this.#presence?.requestRelay(gatherMs(this.#members.size, this.#context.limits))
  }

  get #openPresence(): RoomPresence {
    if (this.#presence) return this.#presence
    const relay = (): void => {
      // An update may have come since this was asked for.
      if (this.#outbox.uncommitted === 0) this.#fanOut([])
    }
    const link = this.#link
    const doubt = link && ((node: string, clientId: number): void => link.doubt(node, clientId))
    return (this.#presence = new RoomPresence(this.#context.limits, relay, doubt))
  }

  #newSize(): DocumentSize {
    const measure = (): number => this.#openState.encodeStateAsUpdate(emptyStateVector).byteLength
    return new DocumentSize(this.#context.limits.maxDocumentBytes, this.#storedBytes, measure)
  }

  #closeIfUnused(): void {
    if (this.#phase !== 'open' || this.#isDelivering) return
    if (this.#members.size > 0 || this.#outbox.uncommitted > 0) return
    if (this.#edits?.holdsRoom || this.#suggestions?.isBusy) return
    this.#keeper.noteLeft(this)
    this.#dispose()
  }

  /** `error`: why, where it was not for being empty. */
  #dispose(error?: unknown): void {
    this.#phase = 'closed'
    this.#presence?.cancel()
    this.#journal?.drop()
    this.#members.clear()
    this.#ungreeted = undefined
    this.#outbox.clear()
    this.#state?.destroy()
    this.#state = undefined
    this.#link?.end()
    this.#keeper.noteClosed(this)
    this.#edits?.failAll(error)
    this.#suggestions?.close()
  }
}

/** The one connection that all of it comes from, if it is one. */
function loneSource(
  updates: readonly PendingUpdate[],
  sources: ReadonlySet<Connection>,
): Connection | undefined {
  if (sources.size > 1 || updates.some(({ isMended }) => isMended === true)) return undefined
  const [source = updates[0]?.from] = sources
  return updates.every(({ from }) => from === source) ? source : undefined
}
