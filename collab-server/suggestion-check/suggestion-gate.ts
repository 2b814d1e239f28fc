import { setTimeout } from 'node:timers/promises'

import type { Verdict } from '#collab-server/suggestion-check/check-update'
import type { RemoteMirror, SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import { ProtocolError } from '#protocol/protocol-error'
import { StorageError } from '#storage/storage-error'

/** Where it is told what may only be suggested: one message larger than this would keep all others waiting. */
const maxCheckedBytes = 1 << 20
/** Whoever was refused costs a document made anew: what else they send waits for so long. */
const refusedMs = 5_000
/** What the room takes beside is kept for the mirror up to so much; beyond, another is cheaper. */
const maxSinceUpdates = 500
const maxSinceBytes = 1 << 20

/** What others write is followed so soon, should some of it have to be kept out of what is suggested. */
const followMs = 50

/** The part of a connection that this is about. */
export type Suggester = { readonly userId: string }

type Passed = { readonly mirror: RemoteMirror; readonly mend: Uint8Array | null }

/** One of the two is called, later, unless an update before it of the same connection was refused. */
type Submitted<Member> = {
  readonly member: Member
  readonly update: Uint8Array
  /** Of somebody who may do more by now, and whose updates from before wait in here: it need not be looked through. */
  readonly isFree: boolean
  /** The client ids that are known to be the person's, asked for when it is looked through. */
  readonly ownIds: () => readonly number[]
  /** Has the room take the update together with what puts it right, or throws. */
  readonly take: (mend: Uint8Array | null) => void
  /** Hears why it is not taken. */
  readonly refuse: (error: unknown) => void
}

/**
 * Where the updates of those wait who may only suggest in one room, each until it is known that it changes nothing
 * of the text. Of one person they come out in the order they came; nobody else waits for them.
 */
export class SuggestionGate<Member extends Suggester> {
  readonly #checks: Pick<SuggestionChecks, 'openMirror'>
  readonly #encodeState: () => Uint8Array
  readonly #onIdle: () => void
  readonly #onFreed: (update: Uint8Array) => void
  readonly #refusedMs: number
  /** Of each person, by user id. */
  readonly #lines = new Map<string, Promise<void>>()
  /** How many of a connection's updates wait. */
  readonly #waiting = new Map<Member, number>()
  readonly #refused = new WeakSet<Member>()
  readonly #refusedAt = new Map<string, number>()
  #mirror: RemoteMirror | undefined
  #isFollowing = false
  /** What the mirror has been told that the room took and nobody has asked it since. */
  #since = { updates: 0, bytes: 0 }
  /** Has what the room is about to take. */
  #knowing: RemoteMirror | undefined

  /** `encodeState`: all that the room has, as one Yjs V1 update; `onIdle`: nothing waits in the gate any more; `onFreed`: has the room take what the server itself writes. */
  constructor(
    checks: Pick<SuggestionChecks, 'openMirror'>,
    encodeState: () => Uint8Array,
    onIdle: () => void,
    onFreed: (update: Uint8Array) => void,
    refusedForMs = refusedMs,
  ) {
    this.#refusedMs = refusedForMs
    this.#checks = checks
    this.#encodeState = encodeState
    this.#onIdle = onIdle
    this.#onFreed = onFreed
  }

  /** Whether something waits in it. */
  get isBusy(): boolean {
    return this.#lines.size > 0 || this.#isFollowing
  }

  /** Whether what the room takes is followed. */
  get isWatching(): boolean {
    return this.#mirror !== undefined
  }

  /** From now on it is. `state`: all that the room has, as one Yjs V1 update. */
  watch(state: Uint8Array): void {
    this.#mirror ??= this.#checks.openMirror(state)
  }

  /** The room has taken this. `by`: whose it is. */
  note(update: Uint8Array, by: string): void {
    if (!this.#mirror || this.#mirror === this.#knowing) return
    this.#since.updates++
    this.#since.bytes += update.byteLength
    if (this.#since.updates > maxSinceUpdates || this.#since.bytes > maxSinceBytes) this.close()
    else {
      this.#mirror.note(update, by)
      if (!this.#isFollowing) void this.#follow()
    }
  }

  /** Has the mirror follow what it is told, as long as it is told something. */
  async #follow(): Promise<void> {
    this.#isFollowing = true
    while (this.#mirror && this.#since.updates > 0) {
      // oxlint-disable-next-line no-await-in-loop -- what comes meanwhile is followed together
      await setTimeout(followMs)
      const mirror = this.#mirror
      this.#since = { updates: 0, bytes: 0 }
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const freed = await mirror?.follow()
        if (freed && this.#mirror === mirror) this.#takeFreed(freed)
      } catch {
        // The thread has ended: whoever suggests next has another mirror.
        if (this.#mirror === mirror) this.close()
      }
    }
    this.#isFollowing = false
    if (!this.isBusy) this.#onIdle()
  }

  #takeFreed(freed: Uint8Array): void {
    this.#knowing = this.#mirror
    try {
      this.#onFreed(freed)
    } catch (error) {
      this.close()
      throw error
    } finally {
      this.#knowing = undefined
    }
  }

  /** Whether something of this connection waits. */
  holds(member: Member): boolean {
    return this.#waiting.has(member)
  }

  submit(submitted: Submitted<Member>): void {
    const { member } = submitted
    const line = this.#passAfter(this.#lines.get(member.userId), submitted)
    this.#lines.set(member.userId, line)
    this.#waiting.set(member, (this.#waiting.get(member) ?? 0) + 1)
    void this.#end(member, line)
  }

  async #passAfter(before: Promise<void> | undefined, submitted: Submitted<Member>): Promise<void> {
    await before
    await this.#pass(submitted)
  }

  async #end(member: Member, line: Promise<void>): Promise<void> {
    await line
    const left = (this.#waiting.get(member) ?? 0) - 1
    if (left > 0) this.#waiting.set(member, left)
    else this.#waiting.delete(member)
    if (this.#lines.get(member.userId) !== line) return
    this.#lines.delete(member.userId)
    if (!this.isBusy) this.#onIdle()
  }

  /** The room is over, or the mirror is not as the room is. */
  close(): void {
    this.#mirror?.close()
    this.#mirror = undefined
    this.#since = { updates: 0, bytes: 0 }
  }

  async #pass(submitted: Submitted<Member>): Promise<void> {
    const { member, isFree, take, refuse } = submitted
    if (this.#refused.has(member)) return
    try {
      if (isFree) return take(null)
      const { mirror, mend } = await this.#checked(submitted)
      // Closed since it spoke: it had what the room has not.
      if (this.#mirror !== mirror) return await this.#pass(submitted)
      this.#knowing = mirror
      try {
        take(mend)
      } catch (error) {
        // The mirror has what the room has not. Another follows at once what others write where somebody suggests;
        // whoever had it made anew waits as others who are refused do.
        this.#noteRefused(member.userId)
        if (this.#mirror === mirror) {
          this.close()
          this.watch(this.#encodeState())
        }
        throw error
      } finally {
        this.#knowing = undefined
      }
    } catch (error) {
      this.#refused.add(member)
      refuse(error)
    }
  }

  /** @returns the mirror that has the update now, and what puts it right. */
  async #checked(submitted: Submitted<Member>): Promise<Passed> {
    const { update } = submitted
    const author = submitted.member.userId
    if (update.byteLength > maxCheckedBytes)
      throw new ProtocolError('tooBig', 'too much to be looked through')
    await this.#waitOut(author)
    const { mirror, verdict } = await this.#judged(submitted)
    const { refusal, mend } = verdict
    if (refusal === null) return { mirror, mend }
    this.#noteRefused(author)
    throw new ProtocolError('onlySuggestions', refusal)
  }

  /** Not refused for it: it may be the person's other tab, or the page that begins again. */
  async #waitOut(author: string): Promise<void> {
    const refusedAt = this.#refusedAt.get(author)
    if (refusedAt === undefined) return
    const leftMs = refusedAt + this.#refusedMs - performance.now()
    if (leftMs > 0) await setTimeout(leftMs, undefined, { ref: false })
  }

  #noteRefused(author: string): void {
    const now = performance.now()
    for (const [somebody, at] of this.#refusedAt)
      if (now - at > this.#refusedMs) this.#refusedAt.delete(somebody)
    this.#refusedAt.set(author, now)
  }

  /** What the mirror says that the room is still followed by when it has spoken. */
  async #judged(
    submitted: Submitted<Member>,
    tries = 2,
  ): Promise<{ mirror: RemoteMirror; verdict: Verdict }> {
    const { member, update, ownIds } = submitted
    const mirror = (this.#mirror ??= this.#checks.openMirror(this.#encodeState()))
    this.#since = { updates: 0, bytes: 0 }
    try {
      const { verdict, freed } = await mirror.check(update, { userId: member.userId, clientIds: ownIds() })
      if (freed && this.#mirror === mirror) this.#takeFreed(freed)
      if (this.#mirror === mirror) return { mirror, verdict }
    } catch (error) {
      if (this.#mirror === mirror) this.close()
      if (error instanceof ProtocolError && error.closeName === 'tryAgainLater')
        this.#noteRefused(member.userId)
      // It may have been somebody else's over which the thread has ended.
      if (tries === 0 || !(error instanceof StorageError)) throw error
      return this.#judged(submitted, tries - 1)
    }
    // It was closed meanwhile, since it had what the room has not: it was asked about another document.
    return this.#judged(submitted, tries)
  }
}
