import type { Admission } from '#collab-server/admission'
import type { Connection } from '#collab-server/connection'
import type { Journal } from '#collab-server/journal'
import type { Limits } from '#collab-server/limits'
import type { Log } from '#collab-server/log'
import type { Metrics } from '#collab-server/metrics/metrics'
import { Room, type LoadedRoom, type RoomContext, type RoomKeeper } from '#collab-server/room'
import type { RoomEdit } from '#collab-server/room-edits'
import type { OpenRoomState } from '#collab-server/room-state'
import type { Upkeep } from '#collab-server/upkeep'
import { ProtocolError } from '#protocol/protocol-error'
import type { DocumentUpdateStore, LoadedDocument } from '#storage/document-update-store'

export type RoomsOptions = {
  readonly store: DocumentUpdateStore
  readonly journal: Journal
  readonly upkeep: Pick<
    Upkeep,
    'noteLoaded' | 'noteCommitted' | 'noteMentioned' | 'noteMentionedElsewhere' | 'noteLeft' | 'noteClosed'
  >
  readonly openRoomState: OpenRoomState
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly admission: Admission
  readonly checks: RoomContext['checks']
  readonly links?: RoomContext['links']
  /** Whether a room nobody has written to yet is an empty document (open mode) or refused with 4404. */
  readonly makeMissing: boolean
}

/** For which rooms count that are open for nobody's connection. */
const ownAddress = ''

/** The rooms that are live on this server. */
export class Rooms implements RoomKeeper {
  readonly #options: RoomsOptions
  readonly #context: RoomContext
  readonly #rooms = new Map<string, Room>()
  readonly #beingForgotten = new Set<string>()

  constructor(options: RoomsOptions) {
    this.#options = options
    const { journal, limits, log, metrics, checks, links } = options
    this.#context = { journal, limits, log, metrics, checks, links }
  }

  get size(): number {
    return this.#rooms.size
  }

  has(documentId: string): boolean {
    return this.#rooms.has(documentId)
  }

  /** Brings a connection into a document's room, which is opened where it is not. */
  join(documentId: string, connection: Connection): void {
    const room = this.#opened(documentId, connection.peer.address)
    connection.enter(room)
    room.join(connection)
  }

  /**
   * Changes a document for the server itself, whether it is open or not; resolves once that is on disk.
   * @throws what `make` throws; {ProtocolError} `gone`, `documentFull` or `tryAgainLater`; {StorageError}; the reason of
   * its signal
   */
  edit(documentId: string, edit: Omit<RoomEdit, 'done' | 'failed'>): Promise<void> {
    const room = this.#opened(documentId, ownAddress)
    return new Promise((done, failed) => room.edit({ ...edit, done, failed }))
  }

  /** Ends a document's room: another node removes the document. */
  endRemoved(documentId: string): void {
    this.#rooms.get(documentId)?.fail(goneError())
  }

  /**
   * Ends a document's room with all that is being made for it, and opens none until `forget` is done: what came late
   * would make the document anew.
   */
  async whileGone(documentId: string, forget: () => Promise<void>): Promise<void> {
    this.#beingForgotten.add(documentId)
    try {
      this.#rooms.get(documentId)?.fail(goneError())
      await forget()
    } finally {
      this.#beingForgotten.delete(documentId)
    }
  }

  /** Ends all rooms: what they have read is not to be counted on. */
  failAll(error: unknown): void {
    for (const room of this.#rooms.values()) room.fail(error)
  }

  #opened(documentId: string, address: string): Room {
    let room = this.#rooms.get(documentId)
    if (!room) {
      this.#options.admission.roomOpened(address)
      room = new Room(documentId, address, this, this.#context)
      this.#rooms.set(documentId, room)
    }
    return room
  }

  async load(room: Room): Promise<LoadedRoom> {
    const { documentId } = room
    const { store, upkeep, openRoomState, makeMissing } = this.#options
    const document = await store.load(documentId)
    if (!document && !makeMissing) throw goneError()
    // It was ended meanwhile, or is about to be.
    if (this.#rooms.get(documentId) !== room || this.#beingForgotten.has(documentId)) throw goneError()
    upkeep.noteLoaded(room, document)
    const { lastSequence = 0 } = document ?? {}
    return { state: openRoomState(document), storedBytes: bytesOf(document), lastSequence }
  }

  noteCommitted(room: Room, entryCount: number): void {
    this.#options.upkeep.noteCommitted(room, entryCount)
  }

  noteMentioned({ documentId }: Room, userIds: readonly string[], by: string): void {
    this.#options.upkeep.noteMentioned(documentId, userIds, by)
  }

  noteMentionedElsewhere({ documentId }: Room, userIds: readonly string[], by: string): void {
    this.#options.upkeep.noteMentionedElsewhere(documentId, userIds, by)
  }

  noteLeft(room: Room): void {
    this.#options.upkeep.noteLeft(room)
  }

  noteClosed({ documentId, address }: Room): void {
    this.#rooms.delete(documentId)
    this.#options.admission.roomClosed(address)
    this.#options.upkeep.noteClosed(documentId)
  }
}

const goneError = (): ProtocolError => new ProtocolError('gone', 'no such document')

function bytesOf(document: LoadedDocument | undefined): number {
  const logged = document?.updates.reduce((sum, update) => sum + update.byteLength, 0) ?? 0
  return logged + (document?.snapshot?.byteLength ?? 0)
}
