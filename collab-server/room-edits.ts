import { ProtocolError } from '#protocol/protocol-error'

/** Each is the work of its whole document, in the one thread that does such things: whoever comes then waits longer than they ask. */
const maxWaiting = 20

/** Makes an edit of a document's whole state (Yjs V1 update), as an update of this client; null: there is nothing to change. */
export type MakeEdit = (state: Uint8Array, clientId: number) => Promise<Uint8Array | null>

/** An edit that the server makes itself, for a person whose connection may not. */
export type RoomEdit = {
  /** Who asked for it, and why, for the history. */
  readonly userId: string
  readonly sessionId: string
  readonly make: MakeEdit
  /** Aborted once nobody waits for it any more: then it is only made if that has begun. */
  readonly signal?: AbortSignal
  /** Called once it is on disk, or there was nothing to change. */
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** The server's own edits of one document, in turn: each is made of a state that holds those before it. */
export class RoomEdits {
  /** One for all of them while the room is open: documents hold a bounded number. */
  readonly clientId: number = newClientId()
  readonly #waiting: RoomEdit[] = []
  readonly #undone = new Set<RoomEdit>()
  #isMaking = false

  /** Whether the room is to stay open for one that is not in its journal yet. */
  get holdsRoom(): boolean {
    return this.#isMaking || this.#waiting.length > 0
  }

  /** It fails with `tryAgainLater` where too many wait. */
  add(edit: RoomEdit): void {
    const { signal } = edit
    if (signal?.aborted) return edit.failed(signal.reason)
    if (this.#waiting.length >= maxWaiting)
      return edit.failed(new ProtocolError('tryAgainLater', 'too many edits wait'))
    this.#waiting.push(edit)
    this.#undone.add(edit)
    signal?.addEventListener('abort', () => this.#drop(edit), { once: true })
  }

  /** The next, unless one is being made. */
  begin(): RoomEdit | undefined {
    if (this.#isMaking) return undefined
    const next = this.#waiting.shift()
    this.#isMaking = next !== undefined
    return next
  }

  /** The one that was begun is in the journal, or will never be. */
  end(): void {
    this.#isMaking = false
  }

  /** The state that it was made of is gone: it is made again of another. */
  putBack(edit: RoomEdit): void {
    this.#isMaking = false
    this.#waiting.unshift(edit)
  }

  done(edit: RoomEdit): void {
    if (this.#undone.delete(edit)) edit.done()
  }

  failed(edit: RoomEdit, error: unknown): void {
    if (this.#undone.delete(edit)) edit.failed(error)
  }

  #drop(edit: RoomEdit): void {
    const place = this.#waiting.indexOf(edit)
    if (place < 0) return
    this.#waiting.splice(place, 1)
    this.failed(edit, edit.signal?.reason)
  }

  /** The room is over. */
  failAll(error: unknown): void {
    this.#waiting.length = 0
    for (const edit of this.#undone) this.failed(edit, error)
  }
}

/** As Yjs draws them; never 0, nor that of what documents begin with. */
function newClientId(): number {
  const [drawn = 2] = crypto.getRandomValues(new Uint32Array(1))
  return Math.max(2, drawn)
}
