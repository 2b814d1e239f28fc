import { Gathering } from '#collab-server/gathering'
import type { EntryHolder, Journal, JournalMember } from '#collab-server/journal'
import type { Limits } from '#collab-server/limits'
import type { JournalEntry } from '#storage/document-update-store'

/** A room's way into the journal: at once, or gathered with what comes soon (PROTOCOL S8). */
export class RoomJournal implements EntryHolder {
  readonly #journal: Journal
  readonly #room: JournalMember
  readonly #gathering: Gathering<JournalEntry>

  /** `room`: hears what became of its entries. */
  constructor(journal: Journal, limits: Limits, room: JournalMember) {
    this.#journal = journal
    this.#room = room
    this.#gathering = new Gathering(limits, (entries) => {
      journal.unhold(this)
      for (const entry of entries) journal.append(entry, room)
    })
  }

  /** `members`: how many the room has now. */
  append(entry: JournalEntry, members: number): void {
    if (!this.#gathering.gathers(members)) return this.#journal.append(entry, this.#room)
    this.#journal.hold(this)
    this.#gathering.add(entry, members)
  }

  release(): void {
    this.#gathering.release()
  }

  /** The room is over: what is held is dropped. */
  drop(): void {
    this.#gathering.clear()
    this.#journal.unhold(this)
  }
}
