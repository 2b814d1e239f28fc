import type { ScannedBlock, ScannedUpdate } from '#collab-server/byte-state/scanned-update'
import type { WaitingStructs } from '#collab-server/byte-state/waiting-structs'

/** One client's structs of an update, and how many of them can be integrated. */
export type PlannedBlock = {
  readonly client: number
  /** By clock. */
  readonly rows: readonly number[] | undefined
  readonly from: number
  readonly count: number
  /** What was known before. */
  readonly clockBefore: number
  /** The clock that is reached. */
  clock: number
  /** How many of the rows are known or can be integrated. */
  next: number
  isStuck: boolean
  isWaitedFor: boolean
  /** What the first row behind them lacks. */
  missingClient: number
  missingClock: number
}

const nothing: readonly ScannedBlock[] = []

export function rowOf(block: PlannedBlock, index: number): number {
  return block.rows ? (block.rows[index] as number) : block.from + index
}

/**
 * Finds out how far the structs of an update can be integrated, before any of them is: each needs its
 * client's structs before it, its origins and its parent, as in `integrateStructs` of
 * yjs/src/utils/encoding.js. Each row is looked at a few times at most, whatever depends on what.
 */
export class IntegrationPlan {
  readonly blocks: PlannedBlock[]
  /** What waited and is part of the plan, as rows of the scan. */
  readonly waiting: readonly ScannedBlock[]
  readonly #scan: ScannedUpdate
  readonly #clockOf: (client: number) => number
  readonly #byClient: ReadonlyMap<number, PlannedBlock> | undefined
  #missingClient = 0
  #missingClock = -1

  constructor(scan: ScannedUpdate, clockOf: (client: number) => number, waiting?: WaitingStructs) {
    this.#scan = scan
    this.#clockOf = clockOf
    this.blocks = scan.blocks.map(({ client, from, to }) => this.#block(client, undefined, from, to - from))
    this.waiting = waiting ? this.#addWaiting(waiting) : nothing
    if (this.blocks.length > 1) this.#byClient = new Map(this.blocks.map((block) => [block.client, block]))
    for (const block of this.blocks) if (!block.isStuck) this.#advance(block)
  }

  /** The clock of a client once the plan is carried out. */
  clockOf(client: number): number {
    return this.#blockOf(client)?.clock ?? this.#clockOf(client)
  }

  #block(client: number, rows: number[] | undefined, from: number, count: number): PlannedBlock {
    const clockBefore = this.#clockOf(client)
    // Written out: on the path of each keystroke, spreading costs more than all the rest.
    return {
      client,
      rows,
      from,
      count,
      clockBefore,
      clock: clockBefore,
      next: 0,
      isStuck: false,
      isWaitedFor: false,
      missingClient: 0,
      missingClock: -1,
    }
  }

  #addWaiting(waiting: WaitingStructs): readonly ScannedBlock[] {
    const scan = this.#scan
    const indexes = new Map(this.blocks.map(({ client }, index) => [client, index]))
    const waited = scan.addAllWaiting(waiting)
    for (const { client, from, to } of waited) {
      const rows = Array.from({ length: to - from }, (_, offset) => from + offset)
      const index = indexes.get(client)
      const own = index === undefined ? undefined : this.blocks[index]
      // What waited stays as it came first, which is what the journal has.
      if (own)
        for (let row = own.from; row < own.from + own.count; row++)
          if (!this.#isWaiting(waiting, own, row)) rows.push(row)
      rows.sort((one, other) => (scan.clock[one] as number) - (scan.clock[other] as number))
      const merged = this.#block(client, rows, 0, rows.length)
      if (index !== undefined) this.blocks[index] = merged
      else this.blocks.push(merged)
    }
    return waited
  }

  #isWaiting(waiting: WaitingStructs, { client, clockBefore }: PlannedBlock, row: number): boolean {
    const start = Math.max(clockBefore, this.#scan.clock[row] as number)
    return waiting.covers(client, start, this.#scan.end[row] as number)
  }

  #blockOf(client: number): PlannedBlock | undefined {
    if (this.#byClient) return this.#byClient.get(client)
    const [only] = this.blocks
    return only?.client === client ? only : undefined
  }

  /** Takes a block as far as it goes, and of others as much as it needs. */
  #advance(first: PlannedBlock): void {
    // Mostly nothing is needed that is not there.
    while (first.next < first.count) if (this.#step(first) !== first) break
    if (first.next === first.count) return
    // Each waits for the one above it to get beyond a clock.
    const stack: { readonly block: PlannedBlock; readonly goal: number }[] = [
      { block: first, goal: Infinity },
    ]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { block, goal } = top
      block.isWaitedFor = true
      if (block.clock > goal || (block.next === block.count && stack.length === 1)) {
        block.isWaitedFor = false
        stack.pop()
        continue
      }
      const needed = block.next === block.count ? this.#lackGoal(block, goal) : this.#step(block)
      if (needed === block) continue
      if (needed && !needed.isStuck && !needed.isWaitedFor && needed.next < needed.count) {
        stack.push({ block: needed, goal: this.#missingClock })
        continue
      }
      // Nothing on the stack can go on without what is missing here; each waits for what it needs itself,
      // since what somebody else brings of that may be enough.
      for (const [index, { block: stuck }] of stack.entries()) {
        const above = stack[index + 1]
        stuck.isStuck = true
        stuck.isWaitedFor = false
        stuck.missingClient = above ? above.block.client : this.#missingClient
        stuck.missingClock = above ? above.goal : this.#missingClock
      }
      return
    }
  }

  /** @returns the block itself where it went a row further, the one it needs first, or undefined where there is none. */
  #step(block: PlannedBlock): PlannedBlock | undefined {
    const scan = this.#scan
    const row = rowOf(block, block.next)
    if ((scan.clock[row] as number) > block.clock) {
      this.#missingClient = block.client
      this.#missingClock = (scan.clock[row] as number) - 1
      return undefined
    }
    const end = scan.end[row] as number
    if (end > block.clock) {
      const { client } = block
      if (
        this.#lacks(client, scan.originClient[row] as number, scan.originClock[row] as number) ||
        this.#lacks(client, scan.rightClient[row] as number, scan.rightClock[row] as number) ||
        this.#lacks(client, scan.parentClient[row] as number, scan.parentClock[row] as number)
      )
        return this.#blockOf(this.#missingClient)
      block.clock = end
    }
    block.next++
    return block
  }

  #lackGoal({ client }: PlannedBlock, goal: number): undefined {
    this.#missingClient = client
    this.#missingClock = goal
  }

  #lacks(client: number, needed: number, clock: number): boolean {
    if (clock < 0 || needed === client || clock < this.clockOf(needed)) return false
    this.#missingClient = needed
    this.#missingClock = clock
    return true
  }
}
