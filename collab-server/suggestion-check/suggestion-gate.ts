import type { RemoteMirror, SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import { ProtocolError } from '#protocol/protocol-error'

/** Where it is told what may only be suggested: one message larger than this would keep all others waiting. */
const maxCheckedBytes = 1 << 20
/** Whoever was refused costs a document made anew, and is not heard again so soon. */
const refusedMs = 5_000

/** The part of a connection that this is about. */
export type Suggester = { readonly userId: string }

/** One of the two is called, later, unless an update before it of the same connection was refused. */
type Submitted<Member> = {
  readonly member: Member
  readonly update: Uint8Array
  /** The client ids that are known to be the person's, asked for when it is looked through. */
  readonly ownIds: () => readonly number[]
  /** Has the room take the update, or throws. */
  readonly take: () => void
  /** Hears why it is not taken. */
  readonly refuse: (error: unknown) => void
}

/**
 * Where the updates of those wait who may only suggest in one room, each until it is known that it changes nothing
 * of the text. Of one connection they come out in the order they came; nobody else waits for them.
 */
export class SuggestionGate<Member extends Suggester> {
  readonly #checks: Pick<SuggestionChecks, 'openMirror'>
  readonly #encodeState: () => Uint8Array
  readonly #onIdle: () => void
  readonly #lines = new Map<Member, Promise<void>>()
  readonly #refused = new WeakSet<Member>()
  readonly #refusedAt = new Map<string, number>()
  #mirror: RemoteMirror | undefined
  /** Has what the room is about to take. */
  #knowing: RemoteMirror | undefined

  /** `encodeState`: all that the room has, as one Yjs V1 update; `onIdle`: nothing waits in the gate any more. */
  constructor(
    checks: Pick<SuggestionChecks, 'openMirror'>,
    encodeState: () => Uint8Array,
    onIdle: () => void,
  ) {
    this.#checks = checks
    this.#encodeState = encodeState
    this.#onIdle = onIdle
  }

  /** Whether something waits in it. */
  get isBusy(): boolean {
    return this.#lines.size > 0
  }

  /** The room has taken this. */
  note(update: Uint8Array): void {
    if (this.#mirror !== this.#knowing) this.#mirror?.note(update)
  }

  submit(submitted: Submitted<Member>): void {
    const { member } = submitted
    const line = this.#follow(this.#lines.get(member), submitted)
    this.#lines.set(member, line)
    void this.#end(member, line)
  }

  async #follow(before: Promise<void> | undefined, submitted: Submitted<Member>): Promise<void> {
    await before
    await this.#pass(submitted)
  }

  async #end(member: Member, line: Promise<void>): Promise<void> {
    await line
    if (this.#lines.get(member) !== line) return
    this.#lines.delete(member)
    if (!this.isBusy) this.#onIdle()
  }

  /** Nobody is left who may only suggest. */
  close(): void {
    this.#mirror?.close()
    this.#mirror = undefined
  }

  async #pass(submitted: Submitted<Member>): Promise<void> {
    const { member, take, refuse } = submitted
    if (this.#refused.has(member)) return
    try {
      const mirror = await this.#checked(submitted)
      this.#knowing = mirror
      try {
        take()
      } catch (error) {
        // The mirror has what the room has not.
        if (this.#mirror === mirror) this.close()
        throw error
      } finally {
        this.#knowing = undefined
      }
    } catch (error) {
      this.#refused.add(member)
      refuse(error)
    }
  }

  /** @returns the mirror that has the update now. */
  async #checked(submitted: Submitted<Member>): Promise<RemoteMirror> {
    const { update } = submitted
    const author = submitted.member.userId
    const now = performance.now()
    if (now - (this.#refusedAt.get(author) ?? -Infinity) < refusedMs)
      throw new ProtocolError('onlySuggestions', 'was refused a moment ago')
    if (update.byteLength > maxCheckedBytes)
      throw new ProtocolError('tooBig', 'too much to be looked through')
    const { mirror, refusal } = await this.#judged(submitted)
    if (refusal === null) return mirror
    for (const [somebody, at] of this.#refusedAt) if (now - at > refusedMs) this.#refusedAt.delete(somebody)
    this.#refusedAt.set(author, now)
    throw new ProtocolError('onlySuggestions', refusal)
  }

  /** What the mirror says that the room is still followed by when it has spoken. */
  async #judged(submitted: Submitted<Member>): Promise<{ mirror: RemoteMirror; refusal: string | null }> {
    const { member, update, ownIds } = submitted
    const mirror = (this.#mirror ??= this.#checks.openMirror(this.#encodeState()))
    try {
      const refusal = await mirror.check(update, { userId: member.userId, clientIds: ownIds() })
      if (this.#mirror === mirror) return { mirror, refusal }
    } catch (error) {
      if (this.#mirror === mirror) this.close()
      throw error
    }
    // It was closed meanwhile, since it had what the room has not: it was asked about another document.
    return this.#judged(submitted)
  }
}
