import type { Limits } from '#collab-server/limits'

type GatheringLimits = Pick<
  Limits,
  'commitIntervalMs' | 'gatherMsPerMember' | 'maxGatherMs' | 'maxGatheredUpdates'
>

/**
 * How long a room of so many members gathers updates after it has handed some on (PROTOCOL S8). What is
 * handed on costs a write to each member, so a large room does that less often: each member adds so much
 * time that it takes the same small share of a processor, whatever the number. Below the time in which the
 * journal gathers anyway there is nothing to win.
 */
export function gatherMs(members: number, limits: GatheringLimits): number {
  const wanted = members * limits.gatherMsPerMember
  return wanted <= limits.commitIntervalMs ? 0 : Math.min(wanted, limits.maxGatherMs)
}

/**
 * Holds back the updates of one room, in order: the first after a pause not at all, later ones until the time
 * is over or so many wait that one write for all of them costs little.
 */
export class Gathering<Update> {
  readonly #limits: GatheringLimits
  readonly #handOn: (updates: readonly Update[]) => void
  #held: Update[] = []
  #until = -Infinity
  #members = 0
  #timer: NodeJS.Timeout | undefined

  constructor(limits: GatheringLimits, handOn: (updates: readonly Update[]) => void) {
    this.#limits = limits
    this.#handOn = handOn
  }

  /** Whether something is held back. */
  get holds(): boolean {
    return this.#held.length > 0
  }

  /** Whether a room of so many members has to put in its next update here. */
  gathers(members: number): boolean {
    return this.holds || gatherMs(members, this.#limits) > 0
  }

  /** Takes an update of a room that has so many members now. */
  add(update: Update, members: number): void {
    this.#members = members
    this.#held.push(update)
    if (this.#held.length >= this.#limits.maxGatheredUpdates) return this.release()
    if (this.#timer) return
    this.#releaseInTime()
  }

  /** Hands on what is held. */
  release(): void {
    const held = this.#held
    this.#held = []
    this.#until = performance.now() + gatherMs(this.#members, this.#limits)
    if (held.length > 0) this.#handOn(held)
  }

  /** Drops what is held. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#held = []
  }

  /** In a flood the count comes first again and again; the timer is left as it is, and looks when it is due. */
  #releaseInTime(): void {
    const waitMs = this.#until - performance.now()
    // Timers count in whole milliseconds, and may come so much too early.
    if (waitMs < 1) return this.release()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.holds) this.#releaseInTime()
    }, waitMs)
  }
}
