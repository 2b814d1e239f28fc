import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import {
  checkUpdate,
  JudgeError,
  type Author,
  type Memories,
  type Verdict,
} from '#collab-server/suggestion-check/check-update'
import { EndedLooks } from '#collab-server/suggestion-check/ended-looks'
import { planFreeing, writtenBefore, type Written } from '#collab-server/suggestion-check/free-caught'
import { LastTouches } from '#collab-server/suggestion-check/last-touches'
import { Mends } from '#collab-server/suggestion-check/mends'
import { noteDecided } from '#collab-server/suggestion-check/note-decided'
import { DecidedMemory } from '#collab-server/suggestion-check/own-hand'
import { SuggestionIds } from '#collab-server/suggestion-check/suggestion-ids'
import { documentField } from '#schema/document-fields'

/** What came since is kept beside the document it came to, up to so many updates. */
const maxLogged = 500

/**
 * A document as its room has it, on which updates of people who may only suggest are tried before the room takes
 * them. What is refused leaves no trace: the document is then made anew from what was taken.
 */
export class SuggestionMirror {
  readonly #schema: Schema
  readonly #onBroken: (error: unknown) => void
  #doc: Y.Doc
  #base: Uint8Array
  #log: Uint8Array[] = []
  readonly #memories: Memories

  /**
   * @param state all of the document, a Yjs V1 update
   * @param onBroken hears what broke while an update was judged, which is then refused
   */
  constructor(schema: Schema, state: Uint8Array, onBroken: (error: unknown) => void) {
    this.#schema = schema
    this.#onBroken = onBroken
    this.#base = state
    this.#doc = makeDoc([state])
    this.#memories = {
      decided: new DecidedMemory(),
      gone: new DecidedMemory(),
      touches: new LastTouches(),
      ended: new EndedLooks(),
      ids: new SuggestionIds(this.#doc),
    }
  }

  /**
   * Of somebody who may write, or one that was taken elsewhere.
   * @param by whose it is
   * @param isThere it was in the document that the mirror was opened with, and nobody has looked at it yet
   * @returns what the server writes behind it, so that their letters are not part of what others suggest
   */
  apply(update: Uint8Array, by = '', isThere = false): Uint8Array | null {
    const { decided, gone, touches, ended } = this.#memories
    const freeing = new Mends()
    const free = (written: Written): void => {
      touches.note(written.changed.keys(), by)
      for (const plan of planFreeing(written, { by, gone, ended })) freeing.addPlan(plan)
    }
    const watch = (transaction: Y.Transaction): void => {
      noteDecided(transaction, decided, gone)
      free(transaction)
      ended.note(transaction)
    }
    if (isThere) free(writtenBefore(this.#doc, update))
    else this.#watched(watch, update)
    const freed = freeing.isEmpty ? null : freeing.write(this.#doc)
    if (freed) this.#keep(freed)
    return freed
  }

  #watched(watch: (transaction: Y.Transaction) => void, update: Uint8Array): void {
    this.#doc.on('afterTransaction', watch)
    try {
      Y.applyUpdate(this.#doc, update)
    } finally {
      this.#doc.off('afterTransaction', watch)
    }
    this.#keep(update)
    if (mayNameSomebody(update)) this.#memories.ids.note(Y.decodeUpdate(update).structs)
  }

  /** Why an update must be refused; null where it was taken, with what puts it right. */
  check(update: Uint8Array, author: Author): string | null {
    return this.judge(update, author).refusal
  }

  judge(update: Uint8Array, author: Author): Verdict {
    let verdict: Verdict
    try {
      verdict = checkUpdate(this.#doc, update, author, this.#schema, this.#memories)
    } catch (error) {
      // There are updates that Yjs takes and breaks on: whichever it was, this one is not taken.
      const isOurs = error instanceof JudgeError
      verdict = { refusal: isOurs ? error.message : 'does not apply', mend: null }
      if (isOurs) this.#onBroken(error.cause)
    }
    if (verdict.refusal === null) {
      this.#keep(update)
      if (verdict.mend) this.#keep(verdict.mend)
    } else {
      const { clientID } = this.#doc
      this.#doc.destroy()
      this.#doc = makeDoc([this.#base, ...this.#log])
      // Documents hold a bounded number.
      this.#doc.clientID = clientID
    }
    return verdict
  }

  destroy(): void {
    this.#doc.destroy()
  }

  #keep(update: Uint8Array): void {
    this.#log.push(update)
    if (this.#log.length < maxLogged) return
    this.#base = Y.encodeStateAsUpdate(this.#doc)
    this.#log = []
  }
}

/** Whether an update may say whose a suggestion is: most need not be read a second time. */
function mayNameSomebody({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).includes('by')
}

function makeDoc(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  // Else Yjs makes another root of it once it is asked for as what it is.
  doc.getXmlFragment(documentField.body)
  // Clients tidy formatting up and tell the room; done here on its own it would be another document.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    Object.assign(transaction, { _needFormattingCleanup: false })
  })
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}
