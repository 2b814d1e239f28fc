type Mark = { count: number; edit: number; own: OwnClock }

/** The id that is written under, and up to where; it may be another one later. */
export type OwnClock = { readonly clientId: number; readonly clock: number }

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
  #edit = 0
  #savedEdit = 0
  #connection: Connection | undefined

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
  messageSent(kind: 'step2' | 'update', own: OwnClock): void {
    const connection = this.#connection
    if (!connection) return
    connection.sent++
    if (kind === 'step2') connection.caughtUp = true
    if (connection.caughtUp) connection.marks.push({ count: connection.sent, edit: this.#edit, own })
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
    const isThere = ({ own }: Mark): boolean => own.clock <= (ownClocks.get(own.clientId) ?? Infinity)
    const savedBefore = this.#savedEdit
    for (let mark = connection.marks[0]; mark && mark.count <= count; mark = connection.marks[0]) {
      if (!isThere(mark)) break
      this.#savedEdit = Math.max(this.#savedEdit, mark.edit)
      connection.marks.shift()
    }
    return this.#savedEdit > savedBefore
  }
}
