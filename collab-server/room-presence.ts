import { RemotePeople, type RemotePerson } from '#collab-server/bus/remote-people'
import type { RemoteState } from '#collab-server/bus/room-message'
import type { Connection } from '#collab-server/connection'
import { Pacer } from '#collab-server/pacer'
import { RoomAwareness, type AwarenessLimits } from '#collab-server/room-awareness'
import { awarenessMessage, type MessageParts } from '#protocol/message-parts'

const nobody: ReadonlySet<Connection> = new Set()
const nothing: readonly RemoteState[] = []

export type TakenPresence = {
  readonly message: MessageParts | undefined
  readonly sources: ReadonlySet<Connection>
  readonly isFromElsewhere: boolean
  readonly unsaid: readonly RemoteState[]
}

/** Who is in a room, and the rhythm in which that is relayed: the newest state of each, once a flush. */
export class RoomPresence {
  readonly awareness: RoomAwareness<Connection | RemotePerson>
  readonly #pacer: Pacer
  /** Undefined where there are no other nodes. */
  readonly #remote: RemotePeople | undefined
  /** Something that waits to be relayed came from another node. */
  #isFromElsewhere = false
  /** Whose awareness waits to be relayed. */
  #sources: Set<Connection> | undefined

  /**
   * `relay`: awareness may go out now, unless updates are on their way that it would overtake. `doubt`: has another node
   * ask somebody for a sign of life; undefined where there are none.
   */
  constructor(
    limits: AwarenessLimits & { readonly awarenessIntervalMs: number },
    relay: () => void,
    doubt?: (node: string, clientId: number) => void,
  ) {
    this.awareness = new RoomAwareness(limits, doubt !== undefined)
    this.#remote = doubt && new RemotePeople(doubt)
    this.#pacer = new Pacer(limits.awarenessIntervalMs, relay)
  }

  /** Something of this connection is to be relayed. */
  noteChange(source: Connection): void {
    if (!this.#hasAnything) return
    this.#sources ??= new Set()
    this.#sources.add(source)
  }

  /** To be relayed by itself, and not with the next updates. `intervalMs`: so long after the last time at least. */
  requestRelay(intervalMs: number): void {
    if (this.#hasAnything) this.#pacer.request(intervalMs)
  }

  get #hasAnything(): boolean {
    return this.awareness.hasChanges || this.awareness.hasUnsaid
  }

  /** What another node says of its connections; `isWhole`: of all of them. */
  takeRemote(node: string, isWhole: boolean, states: readonly RemoteState[]): void {
    const remote = this.#remote
    if (!remote) return
    this.awareness.applyRemote(node, (userId) => remote.person(node, userId), states)
    if (isWhole) {
      const named = new Set(states.map(({ clientId }) => clientId))
      for (const person of remote.peopleOn(node)) this.awareness.keepOnly(person, named)
    }
    this.#isFromElsewhere ||= this.awareness.hasChanges
  }

  /** A node is gone, with all who are there. */
  loseNode(node: string): void {
    for (const person of this.#remote?.forget(node) ?? []) this.awareness.release(person)
    this.#isFromElsewhere ||= this.awareness.hasChanges
  }

  /** What changed, through whom, and whether that is all; `unsaid`: what other nodes are to hear. */
  take(): TakenPresence {
    const sources = this.#sources ?? nobody
    const isFromElsewhere = this.#isFromElsewhere
    this.#sources = undefined
    this.#isFromElsewhere = false
    this.#pacer.noteRun()
    const { awareness } = this
    const message = awareness.hasChanges ? awarenessMessage(awareness.takeChanges()) : undefined
    return {
      message,
      sources,
      isFromElsewhere,
      unsaid: awareness.hasUnsaid ? awareness.takeUnsaid() : nothing,
    }
  }

  cancel(): void {
    this.#pacer.cancel()
  }
}
