import * as Y from 'yjs'

type Random = () => number

const words = [
  'a',
  'be',
  'see',
  ' ',
  '\n',
  'ñandú',
  '漢字',
  '😀',
  'x😀y',
  '👩‍👩‍👧',
  'lorem ipsum dolor sit amet, '.repeat(8),
]
const values = [
  0,
  -1,
  7,
  2 ** 40,
  1.5,
  -0.1,
  true,
  false,
  null,
  '',
  'ñ😀',
  [1, ['2', {}]],
  { big: 12345678901n, no: undefined },
]

/** One person who does random things to a document of every type that Yjs has, and can undo them. */
export class RandomEditor {
  readonly doc: Y.Doc
  /** What this person did, update by update. */
  readonly updates: Uint8Array[] = []
  readonly #random: Random
  readonly #undo: Y.UndoManager
  #inTransaction = false

  readonly #halvesPairs: boolean

  /** @param halvesPairs whether this person edits between the two halves of a surrogate pair, as no editor does */
  constructor(clientId: number, random: Random, halvesPairs = false) {
    this.#random = random
    this.#halvesPairs = halvesPairs
    this.doc = new Y.Doc({ gc: random() < 0.7 })
    this.doc.clientID = clientId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') this.updates.push(update)
    })
    const { text, list, map, xml } = rootsOf(this.doc)
    this.#undo = new Y.UndoManager([text, list, map, xml], { captureTimeout: 0 })
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'remote')
  }

  act(): void {
    const { text, list, map, xml } = rootsOf(this.doc)
    const choice = this.#random()
    // Undoing inside a transaction is not for Yjs.
    if (choice < 0.12) {
      if (!this.#inTransaction) this.#undoOrRedo()
    } else if (choice < 0.2) this.#several()
    else if (choice < 0.5) this.#editText(text)
    else if (choice < 0.65) this.#editList(list)
    else if (choice < 0.8) this.#editMap(map)
    else this.#editXml(xml)
  }

  #several(): void {
    const wasInTransaction = this.#inTransaction
    this.#inTransaction = true
    this.doc.transact(() => {
      for (let left = this.#below(6); left >= 0; left--) this.act()
    })
    this.#inTransaction = wasInTransaction
  }

  #undoOrRedo(): void {
    if (this.#random() < 0.7) this.#undo.undo()
    else this.#undo.redo()
  }

  #editText(text: Y.Text | Y.XmlText): void {
    const at = this.#placeIn(text, this.#below(text.length + 1))
    const length = this.#placeIn(text, Math.min(text.length, at + this.#below(8))) - at
    const choice = this.#random()
    if (choice < 0.35) text.insert(at, this.#of(words))
    else if (choice < 0.55) this.#type(text, at)
    else if (choice < 0.8) text.delete(at, length)
    else if (choice < 0.9)
      text.format(at, length, { [this.#of(['bold', 'link'])]: this.#of([true, null, { href: '#' }]) })
    else if (choice < 0.95) text.insert(at, this.#of(words), { italic: true })
    else text.insertEmbed(at, { image: this.#of(words) })
  }

  #placeIn(text: Y.Text, at: number): number {
    if (this.#halvesPairs || at === 0) return at
    // One character for each place: an embed counts as one too.
    const places = text
      .toDelta()
      .map(({ insert }: { readonly insert: unknown }) => (typeof insert === 'string' ? insert : '-'))
      .join('')
    return /[\uD800-\uDBFF]/.test(places[at - 1] ?? '') ? at - 1 : at
  }

  #type(text: Y.Text | Y.XmlText, start: number): void {
    let at = start
    for (const key of 'key by key 😀') {
      if (this.#random() < 0.15) {
        const back = this.#placeIn(text, Math.max(0, at - 1))
        text.delete(back, at - back)
        at = back
      }
      text.insert(at, key)
      at += key.length
    }
  }

  #editList(list: Y.Array<unknown>): void {
    const at = this.#below(list.length + 1)
    const choice = this.#random()
    if (choice < 0.4)
      list.insert(
        at,
        Array.from({ length: 1 + this.#below(4) }, () => this.#value()),
      )
    else if (choice < 0.55) list.insert(at, [Uint8Array.of(1, 2, this.#below(256))])
    else if (choice < 0.7) list.insert(at, [this.#newType()])
    else if (choice < 0.85) list.delete(at, Math.min(list.length - at, this.#below(4)))
    else this.#editNested(list.toArray())
  }

  #editMap(map: Y.Map<unknown>): void {
    const key = this.#of(['a', 'b', 'ñ', ''])
    const choice = this.#random()
    if (choice < 0.4) map.set(key, this.#value())
    else if (choice < 0.55) map.set(key, this.#newType())
    else if (choice < 0.6)
      map.set(
        key,
        new Y.Doc({ guid: `doc ${this.#below(9)}`, ...(this.#random() < 0.5 && { meta: { a: 1 } }) }),
      )
    else if (choice < 0.75) map.delete(key)
    else this.#editNested([...map.values()])
  }

  #editXml(xml: Y.XmlFragment): void {
    const at = this.#below(xml.length + 1)
    const choice = this.#random()
    if (choice < 0.3) {
      const element = new Y.XmlElement(this.#of(['paragraph', 'heading']))
      const text = new Y.XmlText(this.#of(words))
      element.insert(0, [text])
      if (this.#random() < 0.4) element.setAttribute('level', this.#of(words))
      xml.insert(at, [element])
    } else if (choice < 0.4) xml.delete(at, Math.min(xml.length - at, this.#below(3)))
    else this.#editNested(xml.toArray())
  }

  #editNested(children: readonly unknown[]): void {
    const child = this.#of(children)
    if (child instanceof Y.XmlElement && this.#random() < 0.3) child.setAttribute('level', this.#of(words))
    else if (child instanceof Y.Text || child instanceof Y.XmlText) this.#editText(child)
    else if (child instanceof Y.Array) this.#editList(child as Y.Array<unknown>)
    else if (child instanceof Y.Map) this.#editMap(child as Y.Map<unknown>)
    else if (child instanceof Y.XmlFragment) this.#editXml(child)
  }

  #newType(): Y.AbstractType<never> | Y.Text | Y.Array<unknown> | Y.Map<unknown> {
    return this.#of([
      () => new Y.Text('text'),
      () => new Y.Array(),
      () => new Y.Map(),
      () => new Y.XmlElement('p'),
    ])() as Y.Text
  }

  #value(): unknown {
    return this.#random() < 0.2 ? { deep: { er: this.#of(values) } } : this.#of(values)
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #of<Value>(some: readonly Value[]): Value {
    return some[this.#below(some.length)] as Value
  }
}

function rootsOf(doc: Y.Doc) {
  return {
    text: doc.getText('text'),
    list: doc.getArray<unknown>('list'),
    map: doc.getMap<unknown>('map'),
    xml: doc.getXmlFragment('xml'),
  }
}

/** All that a reader could see in a document, and what it knows and has deleted. */
export function visibleContent(doc: Y.Doc): unknown {
  const { text, list, map, xml } = rootsOf(doc)
  const { sv, ds } = Y.snapshot(doc)
  return {
    text: plain(text),
    list: plain(list),
    map: plain(map),
    xml: xml.toString(),
    clocks: new Map([...sv].toSorted(([one], [other]) => one - other)),
    deleted: new Map(
      [...ds.clients]
        .toSorted(([one], [other]) => one - other)
        .map(([client, ranges]) => [client, ranges.map(({ clock, len }) => `${clock}+${len}`).join(' ')]),
    ),
  }
}

/** As JSON, and subdocuments by name: they are never equal. */
function plain(value: unknown): unknown {
  if (value instanceof Y.Doc) return `document ${value.guid}`
  if (value instanceof Y.Array) return value.toArray().map(plain)
  if (value instanceof Y.Map)
    return Object.fromEntries(
      [...value.entries()]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, entry]) => [key, plain(entry)]),
    )
  if (value instanceof Y.Text)
    return value
      .toDelta()
      .map((part: { readonly insert: unknown }) => ({ ...part, insert: plain(part.insert) }))
  if (value instanceof Y.AbstractType) return (value as Y.XmlFragment).toString()
  return value
}

/**
 * A document that does what it is told and nothing by itself. After a remote change Yjs otherwise tidies
 * formatting up with deletions of its own, which depend on what came together.
 */
export function obedientDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.on('beforeObserverCalls', (transaction: Y.Transaction) => {
    transaction.local = true
  })
  return doc
}
