import type { Awareness } from 'y-protocols/awareness'

/** A person with the document open, in however many tabs and devices. */
export type PersonHere = {
  readonly id: string
  /** Null where somebody's client gave no usable name. */
  readonly name: string | null
  /** `#rrggbb`. */
  readonly color: string
  readonly isSelf: boolean
  /** No sign of activity for a while in any of their tabs. */
  readonly isIdle: boolean
}

/** The part of an awareness that is read here. */
export type AwarenessView = Pick<Awareness, 'clientID' | 'getStates' | 'on' | 'off'>

const idleAfterMs = 60_000
const maxPeople = 200
const maxNameLength = 60
const maxIdLength = 128
const neutralColor = '#625d56'
// Controls, and what makes text run backwards or hides in it.
const unfit = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/gu

/**
 * Who is here, from the awareness of a document: self first, then by name. States are other people's
 * data: whatever is not a person of the right form is left out or replaced.
 * @param activeAt by client id, when something of it last changed (milliseconds since the epoch)
 */
export function peopleFrom(
  states: ReadonlyMap<number, unknown>,
  selfClientId: number,
  activeAt: ReadonlyMap<number, number>,
  now: number,
): readonly PersonHere[] {
  const people = new Map<string, PersonHere>()
  // By client id, so that everybody takes name and colour from the same one of a person's tabs. My own
  // tab comes first for me: what I have just renamed is what I see.
  const clients = [...states].toSorted(
    ([a], [b]) => Number(b === selfClientId) - Number(a === selfClientId) || a - b,
  )
  for (const [clientId, state] of clients) {
    const person = readPerson(state)
    if (!person) continue
    const isSelf = clientId === selfClientId
    const isIdle = !isSelf && now - (activeAt.get(clientId) ?? now) >= idleAfterMs
    const known = people.get(person.id)
    if (known) people.set(person.id, { ...known, isIdle: known.isIdle && isIdle })
    else if (people.size < maxPeople) people.set(person.id, { ...person, isSelf, isIdle })
  }
  return [...people.values()].toSorted(
    (a, b) =>
      Number(b.isSelf) - Number(a.isSelf) ||
      (a.name ?? '').localeCompare(b.name ?? '') ||
      (a.id < b.id ? -1 : 1),
  )
}

/**
 * The colours that go before mine: of everybody here with a smaller id. If each person takes the first
 * colour that is free of these, all differ, and nobody needs to ask anybody.
 */
export function colorsTakenBefore(people: readonly PersonHere[], selfId: string): ReadonlySet<string> {
  return new Set(people.filter(({ id }) => id < selfId).map(({ color }) => color))
}

function readPerson(state: unknown): Pick<PersonHere, 'id' | 'name' | 'color'> | undefined {
  const user = isRecord(state) ? state.user : undefined
  if (!isRecord(user)) return undefined
  const { id, name, color } = user
  if (typeof id !== 'string' || id === '' || id.length > maxIdLength) return undefined
  return {
    id,
    name: typeof name === 'string' ? readName(name) : null,
    color: typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : neutralColor,
  }
}

function readName(name: string): string | null {
  // Cut before it is searched, since it may be long, and by code points, so that no half of one stays.
  const fit = name
    .slice(0, maxNameLength * 4)
    .replace(unfit, '')
    .replace(/\s+/g, ' ')
    .trim()
  return Array.from(fit).slice(0, maxNameLength).join('') || null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Follows the awareness of an open document, for `useSyncExternalStore`: it listens only while it is
 * listened to, so there is nothing to close.
 */
export class PeopleHere {
  readonly #awareness: AwarenessView
  readonly #activeAt = new Map<number, number>()
  readonly #listeners = new Set<() => void>()
  #people: readonly PersonHere[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(awareness: AwarenessView) {
    this.#awareness = awareness
    this.#refresh()
  }

  readonly getPeople = (): readonly PersonHere[] => this.#people

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) {
      this.#awareness.on('change', this.#onChange)
      const now = Date.now()
      for (const clientId of this.#awareness.getStates().keys()) this.#activeAt.set(clientId, now)
      this.#refresh()
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#awareness.off('change', this.#onChange)
      clearTimeout(this.#timer)
    }
  }

  // `change` is for real changes only; the sign of life every 15 s is not activity.
  readonly #onChange = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
    for (const clientId of [...added, ...updated]) this.#activeAt.set(clientId, Date.now())
    for (const clientId of removed) this.#activeAt.delete(clientId)
    this.#refresh()
  }

  #refresh(): void {
    const now = Date.now()
    const people = peopleFrom(this.#awareness.getStates(), this.#awareness.clientID, this.#activeAt, now)
    this.#refreshWhenIdle(now)
    if (isSame(people, this.#people)) return
    this.#people = people
    for (const listener of this.#listeners) listener()
  }

  #refreshWhenIdle(now: number): void {
    clearTimeout(this.#timer)
    const turnsIdle = [...this.#activeAt.values()].map((at) => at + idleAfterMs).filter((at) => at > now)
    if (turnsIdle.length === 0) return
    this.#timer = setTimeout(() => this.#refresh(), Math.min(...turnsIdle) - now)
  }
}

// Carets move at each key; who is here does not.
function isSame(a: readonly PersonHere[], b: readonly PersonHere[]): boolean {
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b)
}
