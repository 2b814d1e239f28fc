import { setTimeout } from 'node:timers/promises'

import type { Verdict } from '#collab-server/suggestion-check/check-update'
import type { Taken } from '#collab-server/suggestion-check/check-worker'
import type { Sender } from '#collab-server/suggestion-check/penances'
import {
  DisturbedError,
  type Checked,
  type RemoteMirror,
  type SuggestionChecks,
} from '#collab-server/suggestion-check/suggestion-checks'
import { ProtocolError } from '#protocol/protocol-error'
import { StorageError } from '#storage/storage-error'

/** Where it is told what may only be suggested: one message larger than this would keep all others waiting. */
const maxCheckedBytes = 1 << 20
/** More than people write in a room while a mirror is busy. */
const maxNotedUpdates = 10_000
const maxNotedBytes = 1 << 24

/** What others write is followed so soon, should some of it have to be kept out of what is suggested. */
const followMs = 50
/** So often in a row it may fail, each time after twice as long. */
const maxFailures = 6

/** One of the two is called, later, unless an update before it of the same connection was refused. */
type Submitted<Member> = {
  readonly member: Member
  readonly update: Uint8Array
  /** Of somebody who may do more by now, and whose updates from before wait in here: it need not be looked through. */
  readonly isFree: boolean
  /** The client ids that the room knows to be the person's, asked for when it is looked through. */
  readonly ownIds: () => readonly number[]
  /** Up to when they have heard what the room took, in ms since the epoch. */
  readonly heardUpTo: number
  /** Has the room take the update together with what puts it right, or throws. */
  readonly take: (mend: Uint8Array | null) => void
  /** Hears why it is not taken. */
  readonly refuse: (error: unknown) => void
}

/**
 * Where the updates of those wait who may only suggest in one room, each until it is known that it changes nothing
 * of the text. Of one person they come out in the order they came; nobody else waits for them.
 */
export class SuggestionGate<Member extends Sender> {
  readonly #checks: Pick<SuggestionChecks, 'openMirror' | 'penances'>
  readonly #encodeState: () => Uint8Array
  readonly #onIdle: () => void
  readonly #onFreed: (update: Uint8Array) => void
  /** Of each person, by user id. */
  readonly #lines = new Map<string, Promise<void>>()
  /** How many of a connection's updates wait. */
  readonly #waiting = new Map<Member, number>()
  readonly #refused = new WeakSet<Member>()
  #isWatching = false
  #mirror: RemoteMirror | undefined
  /** One question after the other, so that each is asked of a mirror that has what the room has. */
  #lastQuestion: Promise<unknown> = Promise.resolve()
  #isFollowing = false
  /** What the room has taken and no mirror has said yet what the server writes behind it. */
  #noted: Taken[] = []
  #notedBytes = 0
  /** The mirror has what the room is about to take. */
  #isKnown = false

  /** `encodeState`: all that the room has, as one Yjs V1 update; `onIdle`: nothing waits in the gate any more; `onFreed`: has the room take what the server itself writes. */
  constructor(
    checks: Pick<SuggestionChecks, 'openMirror' | 'penances'>,
    encodeState: () => Uint8Array,
    onIdle: () => void,
    onFreed: (update: Uint8Array) => void,
  ) {
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
    return this.#isWatching
  }

  /** From now on it is. `state`: all that the room has, as one Yjs V1 update. */
  watch(state: Uint8Array): void {
    if (this.#isWatching) return
    this.#isWatching = true
    this.#mirror = this.#checks.openMirror(state)
  }

  /** The room has taken this. `by`: whose it is. */
  note(update: Uint8Array, by: string): void {
    if (!this.#isWatching || this.#isKnown) return
    this.#noted.push({ update, by, isThere: false })
    this.#notedBytes += update.byteLength
    if (this.#noted.length > maxNotedUpdates || this.#notedBytes > maxNotedBytes) return this.close()
    if (!this.#isFollowing) void this.#follow()
  }

  /** Has the mirror follow what it is told, as long as it is told something. */
  async #follow(): Promise<void> {
    this.#isFollowing = true
    for (let failures = 0; this.#noted.length > 0;) {
      // oxlint-disable-next-line no-await-in-loop -- what comes meanwhile is followed together
      await setTimeout(followMs * 2 ** failures)
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await this.#inTurn(() => this.#followNoted())
        failures = 0
      } catch (error) {
        if (!(error instanceof DisturbedError) && ++failures > maxFailures) this.close()
      }
    }
    this.#isFollowing = false
    if (!this.isBusy) this.#onIdle()
  }

  async #followNoted(): Promise<void> {
    if (this.#noted.length > 0) await this.#ask((mirror, since) => mirror.follow(since))
  }

  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const asked = this.#lastQuestion.then(ask)
    this.#lastQuestion = asked.catch(() => undefined)
    return asked
  }

  /** What the mirror says that the room is still followed by when it has spoken; undefined where that is another by then. */
  async #ask<Answer extends Pick<Checked, 'freed'>>(
    question: (mirror: RemoteMirror, since: readonly Taken[]) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const mirror = (this.#mirror ??= this.#openMirror())
    const since = [...this.#noted]
    try {
      const answer = await question(mirror, since)
      if (this.#mirror !== mirror) return undefined
      this.#noted.splice(0, since.length)
      for (const { update } of since) this.#notedBytes -= update.byteLength
      if (answer.freed) this.#take(() => this.#onFreed(answer.freed as Uint8Array))
      return answer
    } catch (error) {
      if (this.#mirror === mirror) this.lose()
      throw error
    }
  }

  #openMirror(): RemoteMirror {
    this.#isWatching = true
    const opened = this.#checks.openMirror(this.#encodeState())
    this.#noted = this.#noted.map((taken) => ({ ...taken, isThere: true }))
    return opened
  }

  /** Has the room take what the mirror has already. */
  #take(take: () => void): void {
    this.#isKnown = true
    try {
      take()
    } finally {
      this.#isKnown = false
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

  /** The mirror is not as the room is, or is gone; what is followed goes on with another. */
  lose(): void {
    this.#mirror?.close()
    this.#mirror = undefined
    if (this.#noted.length > 0 && !this.#isFollowing) void this.#follow()
  }

  /** The room is over. */
  close(): void {
    this.#isWatching = false
    this.#noted = []
    this.#notedBytes = 0
    this.lose()
  }

  async #pass(submitted: Submitted<Member>): Promise<void> {
    const { member, update, isFree, take, refuse } = submitted
    if (this.#refused.has(member)) return
    try {
      if (isFree) return take(null)
      if (update.byteLength > maxCheckedBytes)
        throw new ProtocolError('tooBig', 'too much to be looked through')
      await this.#checks.penances.inTurn(member, () => this.#inTurn(() => this.#checkAndTake(submitted)))
    } catch (error) {
      this.#refused.add(member)
      refuse(error)
    }
  }

  async #checkAndTake(submitted: Submitted<Member>): Promise<void> {
    const { member, take } = submitted
    const { penances } = this.#checks
    const { refusal, mend, mayComeBack } = await this.#judged(submitted)
    if (refusal !== null) {
      penances.noteRefused(member)
      throw new ProtocolError(mayComeBack === true ? 'resync' : 'onlySuggestions', refusal)
    }
    try {
      this.#take(() => take(mend))
    } catch (error) {
      // The mirror has what the room has not.
      penances.noteRefused(member)
      this.lose()
      throw error
    }
  }

  async #judged({ member, update, ownIds, heardUpTo }: Submitted<Member>): Promise<Verdict> {
    const { penances } = this.#checks
    for (let tries = 2; ;) {
      let isTheirs = false
      try {
        // Whatever that takes is none of theirs.
        // oxlint-disable-next-line no-await-in-loop -- before they are asked about
        if (!this.#mirror || this.#noted.length > 0) await this.#ask((mirror, since) => mirror.follow(since))
        isTheirs = true
        const author = { userId: member.userId, clientIds: ownIds(), heardUpTo }
        // oxlint-disable-next-line no-await-in-loop -- until one has spoken that has what the room has
        const checked = await this.#ask((mirror, since) => mirror.check(update, author, since))
        if (!checked) continue
        penances.noteCost(member, checked.tookMs)
        return checked.verdict
      } catch (error) {
        if (isTheirs && error instanceof ProtocolError) penances.noteOverrun(member)
        if (error instanceof DisturbedError) continue
        // The thread has ended, over whatever it was.
        if (tries-- === 0 || !(error instanceof StorageError)) throw error
      }
    }
  }
}
