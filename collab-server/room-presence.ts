import type { Connection } from '#collab-server/connection'
import { Pacer } from '#collab-server/pacer'
import { RoomAwareness, type AwarenessLimits } from '#collab-server/room-awareness'
import { awarenessMessage, type MessageParts } from '#protocol/message-parts'

const nobody: ReadonlySet<Connection> = new Set()

/** Who is in a room, and the rhythm in which that is relayed: the newest state of each, once a flush. */
export class RoomPresence {
  readonly awareness: RoomAwareness<Connection>
  readonly #pacer: Pacer
  /** Whose awareness waits to be relayed. */
  #sources: Set<Connection> | undefined

  /** `relay`: awareness may go out now, unless updates are on their way that it would overtake. */
  constructor(limits: AwarenessLimits & { readonly awarenessIntervalMs: number }, relay: () => void) {
    this.awareness = new RoomAwareness(limits)
    this.#pacer = new Pacer(limits.awarenessIntervalMs, relay)
  }

  /** Something of this connection is to be relayed. */
  noteChange(source: Connection): void {
    if (!this.awareness.hasChanges) return
    this.#sources ??= new Set()
    this.#sources.add(source)
  }

  /** To be relayed by itself, and not with the next updates. `intervalMs`: so long after the last time at least. */
  requestRelay(intervalMs: number): void {
    if (this.awareness.hasChanges) this.#pacer.request(intervalMs)
  }

  /** What changed, and through whom. */
  take(): { readonly message: MessageParts | undefined; readonly sources: ReadonlySet<Connection> } {
    const sources = this.#sources ?? nobody
    this.#sources = undefined
    this.#pacer.noteRun()
    const { awareness } = this
    return { message: awareness.hasChanges ? awarenessMessage(awareness.takeChanges()) : undefined, sources }
  }

  cancel(): void {
    this.#pacer.cancel()
  }
}
