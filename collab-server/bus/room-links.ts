import { RoomLink, type LinkContext, type LinkedRoom } from '#collab-server/bus/room-link'
import type { NodeRoster } from '#collab-server/bus/node-roster'
import { describeError } from '#collab-server/log'
import type { Limits } from '#collab-server/limits'
import { ProtocolError } from '#protocol/protocol-error'
import type { SharedDocumentUpdateStore } from '#storage/shared-document-update-store'

export type RoomLinksOptions = Omit<LinkContext, 'onHeard' | 'onEnd' | 'store'> & {
  readonly store: Pick<SharedDocumentUpdateStore, 'readEntries' | 'lastSequences'>
  readonly roster: Pick<NodeRoster, 'heard'>
  /** Looks for what else may have been missed. */
  readonly onLook: () => Promise<void>
  readonly limits: Pick<Limits, 'catchUpIntervalMs' | 'catchUpAloneMs'>
}

/** With many rooms open it is asked more seldom: so many milliseconds for each. */
const pauseMsPerRoom = 0.5

/** The links of all open rooms, and the look at the store by which nothing stays unheard for long, whatever gets lost. */
export class RoomLinks {
  readonly #options: RoomLinksOptions
  readonly #links = new Set<RoomLink>()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: RoomLinksOptions) {
    this.#options = options
    this.#schedule()
  }

  open(room: LinkedRoom): RoomLink {
    const { roster } = this.#options
    const onHeard = (node: string): void => roster.heard(node)
    const onEnd = (ended: RoomLink): void => void this.#links.delete(ended)
    const link = new RoomLink(room, { ...this.#options, onHeard, onEnd })
    this.#links.add(link)
    return link
  }

  /** Messages may have been lost, here or there. */
  sayAll(): void {
    for (const link of this.#links) link.sayAll()
    clearTimeout(this.#timer)
    void this.#look()
  }

  /** Nothing is heard any more: from now on all is found by looking. */
  lookAlone(): void {
    this.#schedule()
  }

  loseNode(node: string): void {
    for (const { room } of this.#links) room.loseNode(node)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (this.#closed) return
    const { bus, limits } = this.#options
    const leastMs = bus.isUp ? limits.catchUpIntervalMs : limits.catchUpAloneMs
    const waitMs = Math.max(leastMs, this.#links.size * pauseMsPerRoom)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), waitMs)
  }

  async #look(): Promise<void> {
    // Of one that nobody has written to there may be nothing yet, and soon be something.
    const open = Array.from(this.#links, (link) => ({ link, exists: link.through > 0 }))
    try {
      await this.#options.onLook()
      if (open.length > 0) {
        const last = await this.#options.store.lastSequences(open.map(({ link }) => link.room.documentId))
        for (const { link, exists } of open) {
          const sequence = last.get(link.room.documentId)
          if (sequence !== undefined) link.hear(sequence)
          else if (exists) link.room.fail(new ProtocolError('gone', 'no such document'))
        }
      }
    } catch (error) {
      if (!this.#closed) this.#options.log('warn', 'catch-up-failed', { reason: describeError(error) })
    }
    this.#schedule()
  }
}
