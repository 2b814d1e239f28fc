import { fail, infoBit, structRef } from '#collab-server/byte-state/struct-cursor'
import type { ScannedBlock, ScannedUpdate } from '#collab-server/byte-state/scanned-update'
import { updateBounds } from '#collab-server/update-bounds'

/** In how many types a struct lies that is known already; undefined for one that is not. */
export type DepthOf = (client: number, clock: number) => number | undefined

/**
 * What nobody knows yet is taken to lie as deep as this. So what waits for somebody's next struct leaves them
 * the other half: it cannot make them exceed the bound with something harmless.
 */
const unknownDepth = updateBounds.maxNesting / 2

/**
 * Refuses types inside types inside types: deleting the outermost overflows the stack of whoever has them.
 * @param waiting rows behind those of the update, by client, of structs that wait for their dependencies
 * @throws {ProtocolError} `malformed`
 */
export function checkNesting(
  scan: ScannedUpdate,
  depthOf: DepthOf,
  waiting: readonly ScannedBlock[] = [],
): void {
  const depths = new RowDepths(scan, depthOf, waiting)
  for (const { from, to } of [...scan.blocks, ...waiting])
    for (let row = from; row < to; row++) {
      const isType = ((scan.info[row] as number) & infoBit.ref) === structRef.type
      if (isType && depths.of(row) >= updateBounds.maxNesting) fail('types nested too deeply')
    }
}

class RowDepths {
  readonly #scan: ScannedUpdate
  readonly #depthOf: DepthOf
  readonly #blocks: ReadonlyMap<number, readonly ScannedBlock[]>
  /** One more than the depth; 0 where it is not known. */
  readonly #found: Int32Array

  constructor(scan: ScannedUpdate, depthOf: DepthOf, waiting: readonly ScannedBlock[]) {
    this.#scan = scan
    this.#depthOf = depthOf
    this.#blocks = Map.groupBy([...scan.blocks, ...waiting], ({ client }) => client)
    this.#found = new Int32Array(scan.rows)
  }

  /** Follows what a row hangs on until something is known; each row on the way once. */
  of(row: number): number {
    const path: number[] = []
    let depth = 0
    for (let at = row; at !== -1;) {
      if (this.#found[at]) {
        depth = (this.#found[at] as number) - 1
        break
      }
      path.push(at)
      // Marked, so that what hangs on itself in a circle, and never integrates, ends here too.
      this.#found[at] = 1
      const { client, clock } = anchorOf(this.#scan, at)
      at = clock === -1 ? -1 : this.#rowOf(client, clock)
      if (at === -1 && clock !== -1) depth = this.#depthOf(client, clock) ?? unknownDepth
    }
    for (const at of path.toReversed()) {
      // Only what names its parent is a step further in; all else lies beside what it hangs on.
      if (this.#scan.parentClock[at] !== -1) depth++
      this.#found[at] = depth + 1
    }
    return depth
  }

  #rowOf(client: number, clock: number): number {
    for (const block of this.#blocks.get(client) ?? []) {
      const row = this.#lastAt(block, clock)
      // What waits may overlap a little.
      for (let at = row; at >= block.from && at > row - 4; at--)
        if ((this.#scan.clock[at] as number) <= clock && clock < (this.#scan.end[at] as number)) return at
    }
    return -1
  }

  /** The last row of a block that does not begin behind a clock, or its first. */
  #lastAt({ from, to }: ScannedBlock, clock: number): number {
    let [low, high] = [from, to - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#scan.clock[middle] as number) <= clock) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** What a struct hangs on: its origin, right origin or parent; clock -1 where that is a root. */
function anchorOf(scan: ScannedUpdate, row: number): { readonly client: number; readonly clock: number } {
  if (scan.originClock[row] !== -1)
    return { client: scan.originClient[row] as number, clock: scan.originClock[row] as number }
  if (scan.rightClock[row] !== -1)
    return { client: scan.rightClient[row] as number, clock: scan.rightClock[row] as number }
  return { client: scan.parentClient[row] as number, clock: scan.parentClock[row] as number }
}
