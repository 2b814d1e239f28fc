/** Somebody whose connections are on another node. */
export type RemotePerson = {
  /** Empty where nobody says who they are. */
  readonly userId: string
  readonly node: string
  doubt(clientId: number): void
}

/** Whose client ids in a room are held on other nodes: the people of each. */
export class RemotePeople {
  readonly #doubt: (node: string, clientId: number) => void
  readonly #byNode = new Map<string, Map<string, RemotePerson>>()

  /** `doubt`: has the node ask whoever holds an id there for a sign of life. */
  constructor(doubt: (node: string, clientId: number) => void) {
    this.#doubt = doubt
  }

  person(node: string, userId: string): RemotePerson {
    const people = this.#byNode.get(node) ?? new Map<string, RemotePerson>()
    this.#byNode.set(node, people)
    const known = people.get(userId)
    if (known) return known
    const person = { userId, node, doubt: (clientId: number): void => this.#doubt(node, clientId) }
    people.set(userId, person)
    return person
  }

  peopleOn(node: string): Iterable<RemotePerson> {
    return this.#byNode.get(node)?.values() ?? []
  }

  /** @returns who was there */
  forget(node: string): Iterable<RemotePerson> {
    const people = this.peopleOn(node)
    this.#byNode.delete(node)
    return people
  }
}
