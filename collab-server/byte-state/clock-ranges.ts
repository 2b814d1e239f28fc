import type { ByteWriter } from '#collab-server/byte-state/byte-writer'

const maxPairs = 256

type Page = {
  /** Start and end of range after range. */
  pairs: Int32Array
  count: number
}

/**
 * A set of clocks of one client as sorted, merged ranges: a delete set in memory. Kept in small pages, so
 * that adding one costs the same however many there are.
 */
export class ClockRanges {
  #pages: Page[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  /** The end of the last one. */
  get end(): number {
    const page = this.#pages.at(-1)
    return page ? (page.pairs[page.count * 2 - 1] as number) : 0
  }

  /** @returns whether any of it was not there. */
  add(start: number, end: number): boolean {
    const at = this.#firstPageReaching(start)
    const page = this.#pages[at]
    if (!page) {
      this.#insert(Math.max(0, this.#pages.length - 1), undefined, start, end)
      return true
    }
    const index = firstReaching(page, start)
    const there = page.pairs[index * 2] as number
    if (there > end) {
      this.#insert(at, index, start, end)
      return true
    }
    if (there <= start && (page.pairs[index * 2 + 1] as number) >= end) return false
    page.pairs[index * 2] = Math.min(there, start)
    this.#extend(at, index, end)
    return true
  }

  /** Calls back with each part of the range that is not there. */
  forEachMissing(start: number, end: number, found: (start: number, end: number) => void): void {
    let from = start
    for (let at = this.#firstPageReaching(start); at < this.#pages.length; at++) {
      const page = this.#pages[at] as Page
      for (let index = firstReaching(page, from); index < page.count; index++) {
        const there = page.pairs[index * 2] as number
        if (there >= end) return found(from, end)
        if (there > from) found(from, there)
        from = Math.max(from, page.pairs[index * 2 + 1] as number)
        if (from >= end) return
      }
    }
    if (from < end) found(from, end)
  }

  /** How many ranges reach behind a clock. */
  countBehind(clock: number): number {
    let count = 0
    for (let at = this.#pages.length - 1; at >= 0; at--) {
      const page = this.#pages[at] as Page
      for (let index = page.count - 1; index >= 0; index--) {
        if ((page.pairs[index * 2 + 1] as number) <= clock) return count
        count++
      }
    }
    return count
  }

  /** As in a delete set: a varUint count, then for each a varUint clock and a varUint length. */
  write(writer: ByteWriter): void {
    writer.uint(this.#count)
    for (const { pairs, count } of this.#pages) {
      for (let index = 0; index < count * 2; index += 2) {
        const start = pairs[index] as number
        writer.uint(start)
        writer.uint((pairs[index + 1] as number) - start)
      }
    }
  }

  #firstPageReaching(clock: number): number {
    let [low, high] = [0, this.#pages.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const { pairs, count } = this.#pages[middle] as Page
      if ((pairs[count * 2 - 1] as number) >= clock) high = middle
      else low = middle + 1
    }
    return low
  }

  #insert(at: number, index: number | undefined, start: number, end: number): void {
    let page = this.#pages[at]
    if (!page) this.#pages.push((page = { pairs: new Int32Array(4), count: 0 }))
    const place = index ?? page.count
    if (page.count === maxPairs) {
      // Ranges mostly come at the end, where full pages are best left behind full.
      const kept = place === maxPairs ? maxPairs : maxPairs / 2
      const rest = { pairs: new Int32Array(maxPairs * 2), count: maxPairs - kept }
      rest.pairs.set(page.pairs.subarray(kept * 2))
      page.count = kept
      this.#pages.splice(at + 1, 0, rest)
      if (place < kept) return this.#insert(at, place, start, end)
      return this.#insert(at + 1, place - kept, start, end)
    }
    if (page.count * 2 === page.pairs.length) {
      const pairs = new Int32Array(page.pairs.length * 2)
      pairs.set(page.pairs)
      page.pairs = pairs
    }
    page.pairs.copyWithin(place * 2 + 2, place * 2, page.count * 2)
    page.pairs[place * 2] = start
    page.pairs[place * 2 + 1] = end
    page.count++
    this.#count++
  }

  /** Lets a range reach up to an end, over whatever follows it. */
  #extend(at: number, index: number, end: number): void {
    const page = this.#pages[at] as Page
    let reach = Math.max(end, page.pairs[index * 2 + 1] as number)
    let swallowed = 0
    while (
      index + 1 + swallowed < page.count &&
      (page.pairs[(index + 1 + swallowed) * 2] as number) <= reach
    ) {
      reach = Math.max(reach, page.pairs[(index + 1 + swallowed) * 2 + 1] as number)
      swallowed++
    }
    if (swallowed > 0) removePairs(page, index + 1, swallowed)
    this.#count -= swallowed
    if (index + 1 === page.count) {
      for (
        let next = this.#pages[at + 1];
        next && (next.pairs[0] as number) <= reach;
        next = this.#pages[at + 1]
      ) {
        reach = Math.max(reach, next.pairs[1] as number)
        removePairs(next, 0, 1)
        this.#count--
        if (next.count === 0) this.#pages.splice(at + 1, 1)
      }
    }
    page.pairs[index * 2 + 1] = reach
  }
}

/** The first range of a page that ends at a clock or behind it. */
function firstReaching({ pairs, count }: Page, clock: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((pairs[middle * 2 + 1] as number) >= clock) high = middle
    else low = middle + 1
  }
  return low
}

function removePairs(page: Page, index: number, count: number): void {
  page.pairs.copyWithin(index * 2, (index + count) * 2, page.count * 2)
  page.count -= count
}
