type Mark = { count: number; edit: number; ownClock: number }

type Connection = { sent: number; acknowledged: number; caughtUp: boolean; marks: Mark[] }

/** An acknowledgement of the server (PROTOCOL A1), decoded. */
export type Acknowledgement = {
  /** Clocks that are on disk, by client id; only ids whose structs this connection sent. */
  ownClocks: ReadonlyMap<number, number>
  /** How many of this connection's sync step 2 and update messages are on disk. */
  count: number
}

/**
 * Books what this browser wrote against what the server has on disk. Edits are numbered over the life
 * of the document, messages over the life of one connection: acknowledgements that a broken connection
 * swallowed are made up for by the next one's sync step 2, which carries everything again.
 */
export class SaveLedger {
  readonly #clientId: number
  #edit = 0
  #savedEdit = 0
  #connection: Connection | undefined

  constructor(clientId: number) {
    this.#clientId = clientId
  }

  /** Whether an edit is not known to be on the server's disk. */
  get pending(): boolean {
    return this.#savedEdit < this.#edit
  }

  get savedEdit(): number {
    return this.#savedEdit
  }

  /** Notes an edit before its message is sent; returns its number. */
  edited(): number {
    return ++this.#edit
  }

  connectionOpened(): void {
    this.#connection = { sent: 0, acknowledged: 0, caughtUp: false, marks: [] }
  }

  connectionClosed(): void {
    this.#connection = undefined
  }

  /**
   * Notes a sync message handed to the open socket. Until the sync step 2 has gone out, an update says
   * nothing about edits made before this connection, so it saves none of them.
   */
  messageSent(kind: 'step2' | 'update', ownClock: number): void {
    const connection = this.#connection
    if (!connection) return
    connection.sent++
    if (kind === 'step2') connection.caughtUp = true
    if (connection.caughtUp) connection.marks.push({ count: connection.sent, edit: this.#edit, ownClock })
  }

  /**
   * Applies an acknowledgement; returns whether it saved anything new. The count alone knows about
   * deletions and reloaded edits; the clock is a second witness where the server names one, so a server
   * that counted a message without keeping its text does not make us say saved.
   */
  acknowledge({ count, ownClocks }: Acknowledgement): boolean {
    const connection = this.#connection
    if (!connection || count > connection.sent || count < connection.acknowledged) return false
    connection.acknowledged = count
    const clock = ownClocks.get(this.#clientId) ?? Infinity
    const savedBefore = this.#savedEdit
    while (
      connection.marks[0] &&
      connection.marks[0].count <= count &&
      connection.marks[0].ownClock <= clock
    ) {
      this.#savedEdit = Math.max(this.#savedEdit, connection.marks[0].edit)
      connection.marks.shift()
    }
    return this.#savedEdit > savedBefore
  }
}
