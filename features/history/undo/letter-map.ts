import type * as Y from 'yjs'

/** What is known of letters, by their ids. */
export class LetterMap<Value> {
  readonly #clients = new Map<number, Map<number, Value>>()

  get({ client, clock }: Y.ID): Value | undefined {
    return this.#clients.get(client)?.get(clock)
  }

  set({ client, clock }: Y.ID, value: Value): void {
    const clocks = this.#clients.get(client)
    if (clocks) clocks.set(clock, value)
    else this.#clients.set(client, new Map([[clock, value]]))
  }
}
