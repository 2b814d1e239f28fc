import type { LoadedDocument } from '#storage/document-update-store'

/** A client id and the clock up to which its structs are known. */
export type ClientClock = readonly [clientId: number, clock: number]

export type AppliedUpdate = {
  /** What to journal and relay (Yjs V1 update); null where everything was known already. */
  readonly news: Uint8Array | null
  /** The clients whose structs the update carried, known or not, with their clocks after it. */
  readonly carried: readonly ClientClock[]
}

/**
 * The present content of one document: what a room asks to check an update and to catch somebody up.
 * Its bytes may share memory with what it was given.
 */
export interface RoomState {
  /**
   * Adds an update. Structs whose dependencies are missing are kept and count as news.
   * @throws {ProtocolError} `malformed`: it does not decode; the state is as before.
   * @throws {SpoiledStateError} it failed half-way; the state must not be used any more.
   */
  apply(update: Uint8Array): AppliedUpdate

  /**
   * Everything a client with this state vector lacks, as a Yjs V1 update.
   * @throws {ProtocolError} `malformed`: the state vector does not decode.
   */
  encodeStateAsUpdate(stateVector: Uint8Array): Uint8Array

  encodeStateVector(): Uint8Array

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
