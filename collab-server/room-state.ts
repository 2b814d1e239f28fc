import type { LoadedDocument } from '#storage/document-update-store'

/** A client id and the clock up to which its structs are known. */
export type ClientClock = readonly [clientId: number, clock: number]

export type AppliedUpdate = {
  /** What to journal and relay (Yjs V1 update); null where everything was known already. */
  readonly news: Uint8Array | null
  /** The clients whose structs the update carried, known or not, with their clocks after it. */
  readonly carried: readonly ClientClock[]
  /** The clients of whose structs some were new, those that wait for their dependencies included. */
  readonly added: readonly number[]
  /** How much of the update waits for what it depends on, in bytes; 0 where nothing does. */
  readonly pendingBytes: number
}

export type ApplyOptions = {
  /** Whether structs of this client may be added; repeating known ones always is allowed. */
  readonly mayAdd?: ((clientId: number) => boolean) | undefined
  /** How much of the update may wait for what it depends on, in bytes; any where nothing is said. */
  readonly maxPendingBytes?: number | undefined
}

/**
 * The present content of one document: what a room asks to check an update and to catch somebody up.
 * Its bytes may share memory with what it was given.
 */
export interface RoomState {
  /**
   * Adds an update. Structs and deletions whose dependencies are missing are kept and count as news.
   * @throws {ProtocolError} the state is as before. `malformed`: it does not decode, or holds what Yjs takes
   *   and breaks on (see {@link updateBounds}); `tooBig`: more than one update may hold, or news than it may carry;
   *   `documentFull`: with it the document would have more clients than one may; `clientIdInUse`: it would add
   *   structs of a client for whom `mayAdd` says no; `resync`: more of it, or more pieces in all, would wait than may.
   * @throws {SpoiledStateError} it failed half-way; the state must not be used any more, and no more so after
   *   any other error.
   */
  apply(update: Uint8Array, options?: ApplyOptions): AppliedUpdate

  /** Everything that waits for what it depends on, in bytes; 0 where nothing does. */
  readonly pendingBytes: number

  /**
   * Everything a client with this state vector lacks, as a Yjs V1 update.
   * @throws {ProtocolError} `malformed`: the state vector does not decode; `tooBig`: it names too many clients.
   */
  encodeStateAsUpdate(stateVector: Uint8Array): Uint8Array

  encodeStateVector(): Uint8Array

  /**
   * The whole document as a Yjs V1 update without the content of what is deleted, which the state itself then
   * has no more either. Undefined where that would take long or cannot be made here.
   */
  fold(): Uint8Array | undefined

  destroy(): void
}

/**
 * Makes a state from what is stored, an empty one from nothing.
 * @throws {StorageError} `damaged`: stored bytes that do not decode or apply.
 */
export type OpenRoomState = (document: LoadedDocument | undefined) => RoomState

/** The state has to be made anew from the journal. */
export class SpoiledStateError extends Error {
  constructor(cause: unknown) {
    super('an update failed half-way', { cause })
    this.name = 'SpoiledStateError'
  }
}
