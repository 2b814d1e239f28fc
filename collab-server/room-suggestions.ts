import type { Connection } from '#collab-server/connection'
import { countClients } from '#collab-server/suggestion-check/count-clients'
import type { SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import { SuggestionGate } from '#collab-server/suggestion-check/suggestion-gate'
import { updateBounds } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/** Under more client ids than this nobody has written while they were away. */
const maxOwnIds = 20

/** Longer than a peer may take nothing (PROTOCOL L4), and than an honest one takes to read what it was sent. */
const heardWithinMs = 30_000

/** What is asked of the room. */
export type SuggestionRoom = {
  /** All that it has, as one Yjs V1 update. */
  encodeState(): Uint8Array
  /**
   * Takes an update that was looked through, with what the server writes to put it right; `isFree`: it needed not be.
   * @throws {ProtocolError} it is refused.
   */
  take(member: Connection, update: Uint8Array, how: Suggested): void
  /** Takes what the server itself writes. */
  takeFreed(update: Uint8Array): void
  /** Nothing waits here any more. */
  onIdle(): void
}

export type Suggested = {
  readonly isLive: boolean
  readonly isFree: boolean
  readonly mend: Uint8Array | null
}

/** What a room does about those in it who may only suggest, and what they have to do with what others write. */
export class RoomSuggestions {
  readonly #checks: Pick<SuggestionChecks, 'openMirror' | 'penances'>
  readonly #room: SuggestionRoom
  /** Once somebody writes who may only suggest, or what has to be followed. */
  #gate: SuggestionGate<Connection> | undefined
  /** Connections that have sent what they had when they came. */
  readonly #haveRepeated = new WeakSet<Connection>()
  /** Who has written first under a client id since the room is open. */
  readonly #writers = new Map<number, string>()

  constructor(checks: Pick<SuggestionChecks, 'openMirror' | 'penances'>, room: SuggestionRoom) {
    this.#checks = checks
    this.#room = room
  }

  /** Whether something waits. */
  get isBusy(): boolean {
    return this.#gate?.isBusy === true
  }

  /** Whether what somebody sent is still looked through, so that nothing of theirs may pass it. */
  holds(member: Connection): boolean {
    return this.#gate?.holds(member) === true
  }

  /**
   * Has it taken or refused once it is looked through.
   * @param isFree of somebody who may do more by now, behind what is still looked through
   * @throws {ProtocolError} `tooBig`
   */
  receive(member: Connection, update: Uint8Array, isLive: boolean, isFree: boolean): void {
    // Each costs the thread time that grows with their square, and whoever suggests in any room waits for it.
    if (!isFree && countClients(update) > updateBounds.maxNewClients)
      throw new ProtocolError('tooBig', 'too many clients to be looked through')
    this.#openGate.submit({
      member,
      update,
      isFree,
      ownIds: () => this.#idsOf(member.userId),
      heardUpTo: this.#heardUpTo(member, isLive),
      take: (mend) => this.#room.take(member, update, { isLive, isFree, mend }),
      refuse: (error) => member.refuse(error),
    })
  }

  /**
   * Up to when somebody has heard what the room took. What a new connection repeats was written before it; later a
   * peer that has taken nothing for so long has been cut.
   */
  #heardUpTo(member: Connection, isLive: boolean): number {
    const isRepeated = !isLive && !this.#haveRepeated.has(member)
    if (isRepeated) this.#haveRepeated.add(member)
    const upTo = Date.now() - heardWithinMs
    return isRepeated || member.isBehind || upTo < member.openedAt ? 0 : upTo
  }

  /** What somebody wrote while they were away may come to stand in what others suggested meanwhile. */
  watchFor(update: Uint8Array): void {
    const hasStructs = update[0] !== 0
    if (!hasStructs || this.#gate?.isWatching) return
    const state = this.#room.encodeState()
    if (Buffer.from(state.buffer, state.byteOffset, state.byteLength).includes(insertionName))
      this.#openGate.watch(state)
  }

  /** The room has taken this. `by`: whose it is. */
  note(update: Uint8Array, by: string): void {
    this.#gate?.note(update, by)
  }

  /** Somebody has brought something new of these. */
  noteWriter(userId: string, clientIds: readonly number[]): void {
    // Whoever brings many repeats others.
    if (clientIds.length > maxOwnIds) return
    for (const clientId of clientIds) if (!this.#writers.has(clientId)) this.#writers.set(clientId, userId)
  }

  /** The state of the room is made anew. */
  lose(): void {
    this.#gate?.lose()
  }

  close(): void {
    this.#gate?.close()
  }

  get #openGate(): SuggestionGate<Connection> {
    const room = this.#room
    return (this.#gate ??= new SuggestionGate(
      this.#checks,
      () => room.encodeState(),
      // Whoever has left before it was looked through left the room to this.
      () => room.onIdle(),
      (freed) => room.takeFreed(freed),
    ))
  }

  #idsOf(userId: string): number[] {
    return Array.from(this.#writers).flatMap(([clientId, writer]) => (writer === userId ? [clientId] : []))
  }
}
