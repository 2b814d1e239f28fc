import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { can, type Role } from '#access/roles'
import type { LocalCopy, LocalLoad } from '#features/editor/local-copy'
import { ConnectionKeeper } from '#features/editor/session/connection-keeper'
import type { SocketConstructor } from '#features/editor/session/counting-socket'
import { httpSocket } from '#features/editor/session/http-socket'
import { OfflineSpells, type MergedSpell } from '#features/editor/session/offline-spells'
import { followPage, type PageReactions } from '#features/editor/session/page-events'
import type { SessionProblem } from '#features/editor/session/reconnecting'
import { SaveLedger } from '#features/editor/session/save-ledger'
import { saveStatus, type KeptHere, type SaveStatus } from '#features/editor/session/save-state'
import { defaultTimings, type SessionTimings } from '#features/editor/session/timings'
import type { TokenAnswer } from '#features/editor/session/token-keeper'
import { drawOwnClientId, ownClientIds } from '#protocol/own-client-ids'
import { documentField } from '#schema/document-fields'
import { setDocumentTitle } from '#schema/written-title'

export type { SaveStatus, SessionProblem, TokenAnswer }

/** How others see this person; `id` is the same in all of their tabs. */
export type SessionPerson = { id: string; name: string; color: string }

/** Immutable: a new object for every change. */
export type SessionState = {
  saveStatus: SaveStatus
  /** The content is there, from the server or this device: only then may an editor be mounted. */
  ready: boolean
  /** The server answers on the present connection. */
  online: boolean
  /** It answers by HTTP, since this network lets no WebSocket through. */
  slowWay: boolean
  /** By the newest token: it may change while a document is open. */
  role: Role
  /** Why the session has stopped and will not reconnect by itself. */
  problem: SessionProblem | null
  /** The last spell without the server in which something was written here, once it is over. */
  spell: MergedSpell | null
}

export type CollabSessionOptions = {
  documentId: string
  /** From `collabServerUrl`. */
  serverUrl: string
  token: string
  /** Asks the app for a fresh token; rejects if it cannot be asked. */
  requestToken: () => Promise<TokenAnswer>
  role: Role
  /** Of the token: who may only suggest writes under ids of their own (PROTOCOL I5). Without it nobody can. */
  userId?: string
  /** Opened and closed by the session. */
  localCopy: LocalCopy
  Socket?: SocketConstructor
  /** Where the app carries connections by HTTP, for networks that let no WebSocket through. */
  tunnelUrl?: string
  timings?: Partial<SessionTimings>
  /** The window whose events matter; none outside browsers. */
  page?: EventTarget
}

/**
 * One document open in one tab: its Y.Doc, its connection, its copy on this device and the truth about
 * what is saved. Content is never created here: the server seeds it. A session is used once: `open()`
 * in an effect, `close()` in its cleanup.
 */
export class CollabSession {
  readonly doc = new Y.Doc()
  readonly awareness: Awareness
  readonly #options: CollabSessionOptions
  readonly #timings: SessionTimings
  readonly #ledger = new SaveLedger()
  readonly #connection: ConnectionKeeper
  readonly #spells: OfflineSpells
  readonly #listeners = new Set<() => void>()
  readonly #unlisten = new AbortController()
  #state: SessionState
  #role: Role
  #ready = false
  #problem: SessionProblem | null = null
  #accessLost = false
  #person: SessionPerson | undefined
  /** The last edit made here, as the ledger and as the local copy number it. */
  #typedEdit = 0
  #typedEntry = 0
  readonly #heldBackBy = new Set<string>()
  #openingUntil = Infinity
  #progressAt = 0
  /** Since when a write to this device has been under way without any being confirmed. */
  #keepingSince: number | undefined
  #silent = false
  #openedAt = 0
  #spell: MergedSpell | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: CollabSessionOptions) {
    this.#options = options
    this.#timings = { ...defaultTimings, ...options.timings }
    this.#role = options.role
    this.doc.clientID = this.#idToWriteUnder()
    const keepSpell = options.localCopy.keepSpell.bind(options.localCopy)
    this.#spells = new OfflineSpells(this.doc, keepSpell, this.#timings.leastSpellMs)
    // Before the provider's own listener, so that an edit is booked before its message goes out.
    this.doc.on('update', this.#onUpdate)
    this.#connection = new ConnectionKeeper({
      ...options,
      doc: this.doc,
      Socket: options.Socket ?? WebSocket,
      HttpSocket: options.tunnelUrl === undefined ? undefined : httpSocket(options.tunnelUrl),
      timings: this.#timings,
      events: {
        opened: () => this.#ledger.connectionOpened(),
        closed: () => this.#onClosed(),
        receiving: (update) => this.#spells.receiving(update),
        caughtUp: () => (this.#spell = this.#spells.returned(Date.now()) ?? this.#spell),
        changed: () => this.#onConnectionChanged(),
        sent: (kind) => {
          const { store, clientID: clientId } = this.doc
          this.#ledger.messageSent(kind, { clientId, clock: Y.getState(store, clientId) })
        },
        acknowledged: (acknowledgement) => {
          if (this.#ledger.acknowledge(acknowledgement)) this.#progressAt = Date.now()
          this.#spells.savedUpTo(this.#ledger.savedEdit)
          this.#refresh()
        },
        granted: (role) => {
          this.#role = role
          this.#followId(this.#idToWriteUnder())
          this.#refresh()
        },
        stopped: (problem, accessLost) => this.#onStopped(problem, accessLost),
      },
    })
    this.awareness = this.#connection.awareness
    this.#state = this.#look(Date.now())
  }

  get clientId(): number {
    return this.doc.clientID
  }

  /** Loads the copy on this device, then connects. */
  open(): void {
    this.#openedAt = Date.now()
    this.#openingUntil = this.#openedAt + this.#timings.openingMs
    this.#followPage(this.#options.page ?? (typeof window === 'undefined' ? undefined : window))
    const loaded = this.#options.localCopy
      .open(this.doc, () => this.#onKept())
      .then((load) => this.#onLoaded(load))
    // A smaller download if the copy comes first, but a stuck disk must not keep anybody offline.
    const waited = new Promise((resolve) => setTimeout(resolve, this.#timings.loadFirstMs))
    void Promise.race([loaded, waited]).then(() => this.#connection.connect())
  }

  /** Leaves at once, presence first; the copy on this device is written to the end. */
  close(): void {
    this.#unlisten.abort()
    clearTimeout(this.#timer)
    this.#listeners.clear()
    this.doc.off('update', this.#onUpdate)
    this.#spells.stop()
    this.#connection.destroy()
    this.#options.localCopy
      .close()
      .catch((error: unknown) => console.warn('The copy on this device was not closed cleanly', error))
      .finally(() => this.doc.destroy())
    this.awareness.destroy()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  getState = (): SessionState => this.#state

  /** Tells the others who this is. */
  setPerson(person: SessionPerson): void {
    this.#person = person
    this.awareness.setLocalStateField('user', person)
  }

  /** Writes the title by hand; an empty one lets it follow the first heading again. */
  setTitle(title: string): void {
    setDocumentTitle(this.doc, title)
  }

  /**
   * An editor says whether it holds text that is not in the doc yet, as while a composition goes on or a
   * title is being typed: it counts as unsaved, and as kept nowhere.
   */
  setTextHeldBack(heldBack: boolean, by: 'text' | 'title' = 'text'): void {
    if (heldBack) this.#heldBackBy.add(by)
    else this.#heldBackBy.delete(by)
    this.#refresh()
  }

  /** The strict truth for the leave guard: text is neither on the server nor confirmed on this device. */
  hasTextAtRisk(): boolean {
    return this.#pending(Date.now()) && this.#keeps() !== 'yes'
  }

  /** Whoever may not write must not write as somebody else, who may be away and come back. */
  #idToWriteUnder(): number {
    const { clientID: present } = this.doc
    const { userId } = this.#options
    if (userId === undefined || can(this.#role, 'write') || ownClientIds(userId)(present)) return present
    return drawOwnClientId(userId)
  }

  /** The tab is seen under the id that it writes under: the provider looks for it there. */
  #followId(clientId: number): void {
    const { awareness } = this
    this.doc.clientID = clientId
    if (awareness.clientID === clientId) return
    const state = awareness.getLocalState()
    awareness.setLocalState(null)
    awareness.clientID = clientId
    awareness.setLocalState(state)
  }

  /** Also of those who may only suggest: what of it is taken the server says. */
  get #sends(): boolean {
    return can(this.#role, 'suggest')
  }

  #onUpdate = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    const { localCopy } = this.#options
    if (origin === localCopy) {
      // It may hold edits that the server never had; the sync step 2 brings them.
      if (this.#sends) this.#ledger.edited()
      return
    }
    if (origin === this.#connection.provider) {
      // Yjs draws another where somebody else seems to use it, or an observer has written in the same transaction.
      this.#followId(this.#idToWriteUnder())
      localCopy.append(update, 'remote')
      return
    }
    this.#typedEntry = localCopy.append(update, 'own')
    // Of those who only read nothing is taken, so nothing of it can ever be saved.
    if (!this.#sends) return
    if (!this.#ledger.pending) this.#progressAt = Date.now()
    this.#typedEdit = this.#ledger.edited()
    this.#spells.edited(this.#typedEdit, transaction)
    this.#refresh()
  }

  #onLoaded(load: LocalLoad): void {
    if (load === 'newerSchema') {
      this.#connection.stop()
      this.#onStopped('schemaOutdated', false)
      return
    }
    if (load === 'loaded' && this.doc.getXmlFragment(documentField.body).length > 0) this.#ready = true
    this.#beginSpell()
    this.#refresh()
  }

  /** The text of this device is here before the server: what is written until it answers is written without it. */
  #beginSpell(): void {
    const { localCopy } = this.#options
    const { loadedSpell } = localCopy
    if (this.#connection.synced) {
      // The disk was slow, and the two are one by now.
      if (loadedSpell) localCopy.keepSpell(null)
    } else if (loadedSpell) this.#spells.resume(loadedSpell)
    else if (this.#ready) this.#spells.left(this.#openedAt)
  }

  #onKept(): void {
    this.#keepingSince = undefined
    this.#refresh()
  }

  #onClosed(): void {
    this.#ledger.connectionClosed()
    if (this.#ready) this.#spells.left(Date.now())
    this.#openingUntil = 0
    // The provider still counts as synced in this moment; look once it does not.
    queueMicrotask(() => this.#refresh())
  }

  #onConnectionChanged(): void {
    if (this.#connection.synced) {
      this.#ready = true
      this.#openingUntil = 0
      this.#progressAt = Date.now()
    }
    this.#refresh()
  }

  #onStopped(problem: SessionProblem, accessLost: boolean): void {
    this.#problem = problem
    this.#accessLost = accessLost
    if (accessLost) {
      this.#options.localCopy
        .delete()
        .catch((error: unknown) => console.warn('The copy on this device could not be deleted', error))
    }
    this.#refresh()
  }

  // Loaded text is of unknown state until the server has been asked; once access is lost, moot.
  #pending(now: number): boolean {
    if (this.#heldBackBy.size > 0) return true
    const unknownCounts = now >= this.#openingUntil && !this.#accessLost
    return unknownCounts ? this.#ledger.pending : this.#ledger.savedEdit < this.#typedEdit
  }

  #keeps(): KeptHere {
    const kept = this.#options.localCopy.keeps(this.#typedEntry)
    return kept === 'yes' && this.#heldBackBy.size > 0 ? 'soon' : kept
  }

  #keptHere(now: number): KeptHere {
    const kept = this.#keeps()
    this.#keepingSince = kept === 'soon' ? (this.#keepingSince ?? now) : undefined
    const overdue = this.#keepingSince !== undefined && now - this.#keepingSince >= this.#timings.keepGraceMs
    return overdue ? 'no' : kept
  }

  #look(now: number): SessionState {
    const connected = this.#connection.synced
    const pending = this.#pending(now)
    // Text that was not sent yet is no fault of the server.
    this.#silent = connected && this.#ledger.pending && now - this.#progressAt >= this.#timings.silentAfterMs
    const facts = {
      canWrite: this.#sends,
      connected,
      stopped: this.#problem !== null,
      pending,
      silent: this.#silent,
      keptHere: this.#keptHere(now),
    }
    return {
      saveStatus: saveStatus(facts),
      ready: this.#ready,
      online: connected,
      slowWay: connected && this.#connection.way === 'http',
      role: this.#role,
      problem: this.#problem,
      spell: this.#spell,
    }
  }

  #refresh(): void {
    if (this.#unlisten.signal.aborted) return
    const wasSilent = this.#silent
    const now = Date.now()
    const next = this.#look(now)
    if (this.#silent && !wasSilent) this.#connection.probe()
    this.#lookAgainLater(now)
    const keys = Object.keys(next) as (keyof SessionState)[]
    if (keys.every((key) => next[key] === this.#state[key])) return
    this.#state = next
    for (const listener of this.#listeners) listener()
  }

  // Some facts change by time alone. The same moment as the look, else a deadline between is missed.
  #lookAgainLater(now: number): void {
    clearTimeout(this.#timer)
    const deadlines = [
      this.#openingUntil,
      this.#progressAt + this.#timings.silentAfterMs,
      (this.#keepingSince ?? Infinity) + this.#timings.keepGraceMs,
    ]
    const next = Math.min(...deadlines.filter((deadline) => deadline > now))
    if (next !== Infinity) this.#timer = setTimeout(() => this.#refresh(), next - now)
  }

  #followPage(page: EventTarget | undefined): void {
    if (!page) return
    const connection = this.#connection
    const reactions: PageReactions = {
      wake: () => {
        connection.hurry()
        connection.probe()
      },
      // The browser may be wrong about that, and a server on this machine is still there: ask.
      doubt: () => connection.probe(this.#timings.silentAfterMs),
      leave: () => {
        this.awareness.setLocalState(null)
        connection.suspend()
      },
      comeBack: () => {
        if (this.awareness.getLocalState() === null) this.awareness.setLocalState({ user: this.#person })
        connection.resume()
      },
    }
    followPage(page, reactions, this.#unlisten.signal)
  }
}
