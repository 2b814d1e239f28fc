import type * as Y from 'yjs'

/** Tells which letters and blocks somebody wrote, whatever is said of them by now. */
export type OwnHand = (id: Y.ID) => boolean

/** From a clock on, up to another. */
type Range = { readonly from: number; to: number }

/** What was somebody's suggestion until others decided about it, as long as a mirror is kept: they may not know yet. */
export class DecidedMemory {
  /** By author and client id. */
  readonly #ranges = new Map<string, Map<number, Range[]>>()

  add(author: string, { client, clock }: Y.ID, length: number): void {
    let clients = this.#ranges.get(author)
    if (!clients) this.#ranges.set(author, (clients = new Map()))
    const ranges = clients.get(client)
    const last = ranges?.at(-1)
    if (last && last.from <= clock && clock <= last.to) last.to = Math.max(last.to, clock + length)
    else if (ranges) ranges.push({ from: clock, to: clock + length })
    else clients.set(client, [{ from: clock, to: clock + length }])
  }

  has(author: string, { client, clock }: Y.ID): boolean {
    const ranges = this.#ranges.get(author)?.get(client) ?? []
    return ranges.some(({ from, to }) => from <= clock && clock < to)
  }
}
