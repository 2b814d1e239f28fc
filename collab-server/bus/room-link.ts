import { setTimeout } from 'node:timers/promises'

import {
  decodeRoomMessage,
  encodeRoomMessage,
  type RemoteEntry,
  type RemoteState,
  type RoomMessage,
} from '#collab-server/bus/room-message'
import type { BusSubscription, RoomBus } from '#collab-server/bus/room-bus'
import { SequenceLine } from '#collab-server/bus/sequence-line'
import { describeError, type Log } from '#collab-server/log'
import { ProtocolError } from '#protocol/protocol-error'
import type { SharedDocumentUpdateStore } from '#storage/shared-document-update-store'
import { StorageError } from '#storage/storage-error'

/** More than this is read from the store by those who need it: a bus lets go of whoever takes it too slowly. */
const maxSaidBytes = 64 << 10
/** What fills a gap is often on its way: an answer to a commit of this node, or the message before. */
const fillAfterMs = 50
const entriesAtOnce = 500

/** A room, as far as other nodes go that have its document open. */
export type LinkedRoom = {
  readonly documentId: string
  /** Whether it can take anything. */
  readonly ready: boolean
  /** Takes entries that are on disk. @throws {ProtocolError} they do not apply */
  takeEntries(entries: readonly RemoteEntry[]): void
  /** `isWhole`: of all who are on that node. */
  takeAwareness(node: string, isWhole: boolean, states: readonly RemoteState[]): void
  /** Nobody is on that node any more. */
  loseNode(node: string): void
  /** Whoever holds this id here has to show life. */
  doubt(clientId: number): void
  /** Who is here. */
  ownStates(): readonly RemoteState[]
  fail(error: unknown): void
}

export type LinkContext = {
  /** The name of this node. */
  readonly node: string
  readonly bus: RoomBus
  readonly store: Pick<SharedDocumentUpdateStore, 'readEntries'>
  readonly log: Log
  /** Another node has said something. */
  readonly onHeard: (node: string) => void
  readonly onEnd: (link: RoomLink) => void
}

/**
 * What ties a room to the rooms of the same document on other nodes. Each tells what it has put on disk; whoever misses
 * something reads it from the store, where all of it is in one order. So a message that is lost costs time, never text.
 */
export class RoomLink {
  readonly room: LinkedRoom
  readonly #context: LinkContext
  readonly #topic: string
  readonly #subscription: BusSubscription
  /** Undefined until the room is open. */
  #line: SequenceLine | undefined
  #heardOf = 0
  #isFilling = false
  #ended = false

  constructor(room: LinkedRoom, context: LinkContext) {
    this.room = room
    this.#context = context
    this.#topic = `document:${room.documentId}`
    this.#subscription = context.bus.subscribe(this.#topic, (bytes) => this.#receive(bytes))
  }

  /** Resolves once nothing that is put on disk from then on goes unheard, as long as nothing is lost. */
  get listening(): Promise<void> {
    return this.#subscription.ready
  }

  /** All entries up to this one are in the room's state. */
  get through(): number {
    return this.#line?.through ?? 0
  }

  /** The room holds all up to this sequence, maybe once more. */
  opened(lastSequence: number): void {
    this.#line = new SequenceLine(lastSequence)
    this.#line.hear(this.#heardOf)
    this.#say({ kind: 'hello', last: lastSequence })
    this.#fillGap()
  }

  /** These of the room are on disk. */
  committed(entries: readonly RemoteEntry[], sequences: readonly number[]): void {
    const [first, last] = [sequences[0] ?? 0, sequences.at(-1) ?? 0]
    for (const sequence of sequences) this.#line?.note(sequence, sequence)
    const bytes = entries.reduce((sum, { update }) => sum + update.byteLength, 0)
    const isSaid = bytes <= maxSaidBytes && last - first + 1 === entries.length
    this.#say(isSaid ? { kind: 'entries', first, entries } : { kind: 'moved', last })
    this.#fillGap()
  }

  /** The store has entries up to this one. */
  hear(sequence: number): void {
    this.#heardOf = Math.max(this.#heardOf, sequence)
    this.#line?.hear(this.#heardOf)
    this.#fillGap()
  }

  sayAwareness(states: readonly RemoteState[], isWhole = false): void {
    if (states.length > 0 || isWhole) this.#say({ kind: 'awareness', isWhole, states })
  }

  doubt(node: string, clientId: number): void {
    this.#say({ kind: 'doubt', node, clientId })
  }

  /** Others may have missed what was said, and have said what was not heard here. */
  sayAll(): void {
    if (!this.room.ready) return
    this.#say({ kind: 'hello', last: this.through })
    this.sayAwareness(this.room.ownStates(), true)
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#subscription.end()
    this.#say({ kind: 'left' })
    this.#context.onEnd(this)
  }

  #say(message: RoomMessage): void {
    this.#context.bus.publish(this.#topic, encodeRoomMessage(this.#context.node, message))
  }

  #receive(bytes: Uint8Array): void {
    if (this.#ended) return
    try {
      const { from, message } = decodeRoomMessage(bytes)
      this.#context.onHeard(from)
      this.#handle(from, message)
    } catch (error) {
      this.#context.log('error', 'bus-message-failed', { reason: describeError(error) })
    }
  }

  #handle(from: string, message: RoomMessage): void {
    switch (message.kind) {
      case 'entries': {
        const last = message.first + message.entries.length - 1
        this.#heardOf = Math.max(this.#heardOf, last)
        return this.#take(message.first, last, message.entries)
      }
      case 'moved':
        return this.hear(message.last)
      case 'hello':
        this.hear(message.last)
        if (this.room.ready) this.sayAwareness(this.room.ownStates(), true)
        return
      case 'awareness':
        // Once it is open it asks everybody.
        if (this.room.ready) this.room.takeAwareness(from, message.isWhole, message.states)
        return
      case 'left':
        return this.room.loseNode(from)
      case 'doubt':
        if (message.node === this.#context.node) this.room.doubt(message.clientId)
    }
  }

  #take(first: number, last: number, entries: readonly RemoteEntry[]): void {
    if (!this.room.ready || !this.#line || last <= this.#line.through) return
    try {
      this.room.takeEntries(entries)
    } catch (error) {
      // It is being made anew of what is stored, where these are; or else has to be.
      if (this.room.ready)
        this.room.fail(error instanceof ProtocolError ? resync('what is stored does not apply') : error)
      return
    }
    this.#line.note(first, last)
    this.#fillGap()
  }

  #fillGap(): void {
    if (this.#isFilling || this.#ended || this.#line?.hasGap !== true) return
    this.#isFilling = true
    void this.#fill()
  }

  async #fill(): Promise<void> {
    try {
      await setTimeout(fillAfterMs)
      // oxlint-disable-next-line no-await-in-loop -- as many as it takes
      while (await this.#fillOnce());
    } catch (error) {
      if (error instanceof StorageError && error.code === 'damaged') this.room.fail(error)
      // Asked again with the next look at how far the store is.
      else this.#context.log('warn', 'catch-up-failed', { reason: describeError(error) })
    }
    this.#isFilling = false
  }

  /** @returns whether there may be more */
  async #fillOnce(): Promise<boolean> {
    const line = this.#line
    if (!line?.hasGap || this.#ended) return false
    const { documentId } = this.room
    const behind = line.through
    const entries = await this.#context.store.readEntries(documentId, behind, entriesAtOnce)
    if (this.#ended || this.#line !== line || !this.room.ready) return false
    // What came in order meanwhile is here.
    if (line.through > behind) return true
    if (entries[0]?.sequence !== behind + 1) {
      this.room.fail(resync('entries are missing that were there'))
      return false
    }
    this.#take(behind + 1, behind + entries.length, entries)
    return true
  }
}

const resync = (why: string): ProtocolError => new ProtocolError('resync', why)
