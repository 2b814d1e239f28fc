import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { sequenceOf } from '#protocol/document-life'
import type { Past } from '#features/history/past'
import { type ElementOf, itemsIn, typeOf } from '#features/history/shared-past'

/** Who wrote letters, and in which entry; without one they are newer than what is known of the past. */
export type Writing = { readonly userId: string; readonly sequence: number | null }

/** Letters of one writer in a text block, by positions in its content. */
export type WrittenRun = Writing & { readonly from: number; readonly to: number }

/** Who wrote the letters of a live text: by its history, and for what is newer by whose client it is. */
export class WrittenLetters {
  readonly #past: Past
  readonly #userOf: (client: number) => string | undefined
  readonly #elementOf: ElementOf
  readonly #runs = new WeakMap<Node, readonly WrittenRun[]>()

  /** @param userOf the person behind a client id, as long as they are here */
  constructor(past: Past, userOf: (client: number) => string | undefined, elementOf: ElementOf) {
    this.#past = past
    this.#userOf = userOf
    this.#elementOf = elementOf
  }

  /** Of a text block as the editor shows it; none where it shows something else than what is shared. */
  runsOf(block: Node): readonly WrittenRun[] {
    const known = this.#runs.get(block)
    if (known) return known
    const element = this.#elementOf(block)
    const runs = element instanceof Y.XmlElement ? this.#read(element, block.content.size) : []
    this.#runs.set(block, runs)
    return runs
  }

  #read(element: Y.XmlElement, size: number): WrittenRun[] {
    const runs: { userId: string; sequence: number | null; from: number; to: number }[] = []
    let at = 0
    const add = (length: number, { userId, sequence }: Writing) => {
      const last = runs.at(-1)
      if (last?.userId === userId && last.to === at && this.#cameAlike(last.sequence, sequence)) {
        last.to += length
        // The time shown of letters typed in one go is that of the newest.
        last.sequence = sequence
      } else runs.push({ userId, sequence, from: at, to: at + length })
      at += length
    }
    for (const child of itemsIn(element)) {
      const type = typeOf(child)
      if (child.deleted || !type) continue
      if (!(type instanceof Y.XmlText)) {
        at += 1
        continue
      }
      for (const item of itemsIn(type)) {
        if (item.deleted || !(item.content instanceof Y.ContentString)) continue
        for (let clock = item.id.clock; clock < item.id.clock + item.length; clock++) {
          add(1, this.#writingOf(item.id.client, clock))
        }
      }
    }
    return at === size ? runs : []
  }

  /** What was brought at one moment stands for itself. */
  #cameAlike(one: number | null, other: number | null): boolean {
    const { atOnce } = this.#past
    return one === other || !((one && atOnce.has(one)) || (other && atOnce.has(other)))
  }

  #writingOf(client: number, clock: number): Writing {
    const { life, moved } = this.#past
    const origin = moved.originOf(client, clock)
    const sequence = sequenceOf(life.births.get(origin.client), origin.clock)
    if (sequence === 0) return { userId: this.#userOf(client) ?? '', sequence: null }
    return { userId: life.people[this.#past.writerOf(sequence)] ?? '', sequence }
  }
}
