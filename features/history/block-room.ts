import type { PastBlock } from '#features/history/past'
import type { Sight } from '#features/history/sight'
import { footnoteName } from '#schema/nodes/footnote'

/** What is drawn of a text, by the places of its blocks, and how much room the others take, in px. */
export type DrawnPart = {
  readonly from: number
  readonly to: number
  readonly above: number
  readonly below: number
  /** How many notes those above have. */
  readonly notesAbove: number
}

/** So many windows further on either side, since somebody scrolls, and the text moves, before the next frame. */
const windowsAround = 1
const lettersALine = 70
const lineHeightPx = 28
const gapPx = 18

/**
 * How high the blocks of a text are together with what is between them and the next: as they were when they were drawn last,
 * or as is guessed. So that of a text that changes from frame to frame no more than what is in sight needs to be drawn.
 */
export class BlockRoom {
  #measured = new WeakMap<PastBlock, number>()
  /** Of a block as it was at another time, which is a better guess than none. */
  readonly #before = new Map<string, number>()
  readonly #notes = new WeakMap<PastBlock, number>()
  #width = 0
  /** Above the first block. */
  #lead = 0

  /** Notes how high blocks are that are drawn in a row, from their upper edges; `width` of the text. */
  note(blocks: readonly PastBlock[], edges: readonly number[], width: number): void {
    if (width !== this.#width) {
      // Then everything is of another height.
      this.#measured = new WeakMap()
      this.#before.clear()
      this.#width = width
    }
    for (const [index, block] of blocks.entries()) {
      const [edge, next] = [edges[index], edges[index + 1]]
      if (edge === undefined || next === undefined) return
      this.#measured.set(block, next - edge)
      this.#before.set(block.key, next - edge)
    }
  }

  noteLead(lead: number): void {
    this.#lead = lead
  }

  /** @param further so many blocks more on either side */
  partInSight(blocks: readonly PastBlock[], { top, height }: Sight, further: number): DrawnPart {
    const edges = [this.#lead]
    for (const block of blocks) edges.push((edges.at(-1) ?? 0) + this.#roomOf(block))
    const end = edges.at(-1) ?? 0
    // A text that became shorter than that is scrolled back by the browser.
    const sightTop = Math.max(0, Math.min(top, end - height))
    const around = windowsAround * height
    const first = edges.findIndex((edge) => edge > sightTop - around) - 1
    const behind = edges.findIndex((edge) => edge >= sightTop + height + around)
    const from = Math.max(0, first - further)
    const to = behind < 0 ? blocks.length : Math.min(blocks.length, behind + further)
    const above = from === 0 ? 0 : (edges[from] ?? 0)
    const notesAbove = blocks.slice(0, from).reduce((sum, block) => sum + this.#notesIn(block), 0)
    return { from, to, above, below: end - (edges[to] ?? end), notesAbove }
  }

  #notesIn(block: PastBlock): number {
    const known = this.#notes.get(block)
    if (known !== undefined) return known
    let count = 0
    block.node.descendants(({ type }) => {
      if (type.name === footnoteName) count++
    })
    this.#notes.set(block, count)
    return count
  }

  #roomOf(block: PastBlock): number {
    return this.#measured.get(block) ?? this.#before.get(block.key) ?? guess(block)
  }
}

function guess({ node }: PastBlock): number {
  return Math.max(1, Math.ceil(node.content.size / lettersALine)) * lineHeightPx + gapPx
}
