import * as Y from 'yjs'
import { expect, test } from 'vitest'

import type { Deed } from '#features/merge-receipt/block-changes'
import {
  mergeReceipt,
  type OwnLine,
  type Receipt,
  type ReceiptLine,
} from '#features/merge-receipt/merge-receipt'
import { documentField } from '#schema/document-fields'

const bodyOf = (doc: Y.Doc) => doc.getXmlFragment(documentField.body)

function block(name: string, text: string, attributes: Record<string, unknown> = {}): Y.XmlElement {
  const element = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string)
  element.insert(0, [new Y.XmlText(text)])
  return element
}

/** A side's edits by hand, as the editor's binding writes them. */
class Side {
  readonly doc = new Y.Doc()

  constructor(clientId: number, state: Uint8Array) {
    this.doc.clientID = clientId
    Y.applyUpdate(this.doc, state)
  }

  get body(): Y.XmlFragment {
    return bodyOf(this.doc)
  }

  element(...indices: number[]): Y.XmlElement {
    return indices.reduce<Y.XmlFragment>(
      (parent, index) => parent.get(index) as Y.XmlElement,
      this.body,
    ) as Y.XmlElement
  }

  text(...indices: number[]): Y.XmlText {
    return this.element(...indices).get(0) as Y.XmlText
  }

  write(index: number, offset: number, words: string): void {
    this.text(index).insert(offset, words)
  }

  cut(index: number, offset: number, length: number): void {
    this.text(index).delete(offset, length)
  }

  add(index: number, text: string, name = 'paragraph', attributes: Record<string, unknown> = {}): void {
    this.body.insert(index, [block(name, text, attributes)])
  }

  remove(index: number): void {
    this.body.delete(index, 1)
  }

  turn(index: number, name: string, attributes: Record<string, unknown> = {}): void {
    const text = this.text(index).toJSON()
    this.doc.transact(() => {
      this.remove(index)
      this.add(index, text, name, attributes)
    })
  }

  move(from: number, to: number): void {
    const text = this.text(from).toJSON()
    this.doc.transact(() => {
      this.remove(from)
      this.add(to, text)
    })
  }

  split(index: number, offset: number): void {
    const tail = this.text(index).toJSON().slice(offset)
    this.doc.transact(() => {
      this.cut(index, offset, tail.length)
      this.add(index + 1, tail)
    })
  }

  join(index: number): void {
    const tail = this.text(index + 1).toJSON()
    this.doc.transact(() => {
      this.remove(index + 1)
      this.write(index, this.text(index).length, tail)
    })
  }
}

type Act = (side: Side) => void

function receiptOf(
  start: readonly Y.XmlElement[],
  mine: Act,
  theirs: Act,
  onMerge: Act = () => {},
): Receipt | null {
  const first = new Y.Doc()
  first.clientID = 1
  bodyOf(first).insert(0, [...start])
  const base = Y.encodeStateAsUpdate(first)
  const [me, other] = [new Side(10, base), new Side(20, base)]
  mine(me)
  theirs(other)
  const told = Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(first))
  const own = Y.encodeStateAsUpdate(me.doc)
  Y.applyUpdate(me.doc, told)
  onMerge(me)
  const merged = Y.encodeStateAsUpdate(me.doc)
  const spell = { base, cut: null, mine: own, theirs: [told], theirsInMine: 0, merged }
  return mergeReceipt({ ...spell, since: 1_000, until: 61_000 })
}

function inWords(deed: Deed): string {
  if (deed.kind === 'replaced') return `replaced ${deed.before} with ${deed.text}`
  if (deed.kind === 'turned') return `turned into ${deed.into}${deed.level ?? ''}`
  return 'text' in deed ? `${deed.kind} ${deed.text}` : deed.kind
}
const lineWords = ({ deeds }: ReceiptLine) => deeds.map(inWords).join(', ')
const ownWords = (line: OwnLine) =>
  `${lineWords(line)}${line.landing === 'there' ? '' : ` (${line.landing}${line.lost && `: ${line.lost}`})`}`

function told(receipt: Receipt | null) {
  return (
    receipt && {
      spots: receipt.spots.map(
        ({ mine, theirs, now }) =>
          `${mine.map(ownWords).join('; ')} | ${theirs.map(lineWords).join('; ')} | ${now}`,
      ),
      theirs: receipt.theirs.map(lineWords),
      mine: receipt.mine.map(ownWords),
    }
  )
}

const p = (text: string) => block('paragraph', text)
const none = { theirs: [], mine: [] }

const cell = (text: string) => {
  const [table, row, one] = [
    new Y.XmlElement('table'),
    new Y.XmlElement('tableRow'),
    new Y.XmlElement('tableCell'),
  ]
  one.insert(0, [p(text)])
  row.insert(0, [one])
  table.insert(0, [row])
  return table
}
const task = (text: string) => {
  const [list, item] = [new Y.XmlElement('taskList'), new Y.XmlElement('taskItem')]
  item.setAttribute('checked', false as unknown as string)
  item.insert(0, [p(text)])
  list.insert(0, [item])
  return list
}

test.each<[title: string, start: Y.XmlElement[], mine: Act, theirs: Act, expected: ReturnType<typeof told>]>([
  [
    'both in the same sentence',
    [p('The bread is good.')],
    (me) => me.write(0, 4, 'dark '),
    (other) => other.write(0, 17, ' and warm'),
    { spots: ['wrote dark  | wrote  and warm | The dark bread is good and warm.'], ...none },
  ],
  [
    'one word replaced by two people',
    [p('a red house')],
    (me) => {
      me.cut(0, 2, 3)
      me.write(0, 2, 'blue')
    },
    (other) => {
      other.cut(0, 2, 3)
      other.write(0, 2, 'green')
    },
    { spots: ['replaced red with blue | replaced red with green | a bluegreen house'], ...none },
  ],
  [
    'I wrote in a paragraph that somebody deleted',
    [p('one'), p('two')],
    (me) => me.write(1, 3, ' and a half'),
    (other) => other.remove(1),
    { spots: ['wrote  and a half (lost:  and a half) | removed two | '], ...none },
  ],
  [
    'I deleted a paragraph in which somebody wrote',
    [p('one'), p('two')],
    (me) => me.remove(1),
    (other) => other.write(1, 3, ' and a half'),
    { spots: ['removed two | wrote  and a half | '], ...none },
  ],
  [
    'both changed the level of a heading',
    [block('heading', 'Plan', { level: 1 })],
    (me) => me.element(0).setAttribute('level', 2 as unknown as string),
    (other) => other.element(0).setAttribute('level', 3 as unknown as string),
    { spots: ['turned into heading2 | turned into heading3 | Plan'], ...none },
  ],
  [
    'both in one cell of a table',
    [cell('12')],
    (me) => me.text(0, 0, 0, 0).insert(2, ' eggs'),
    (other) => other.text(0, 0, 0, 0).insert(0, 'about '),
    { spots: ['wrote  eggs | wrote about  | about 12 eggs'], ...none },
  ],
  [
    'somebody moved the block in which I wrote, and it is gone with its old place',
    [p('one'), p('two'), p('three')],
    (me) => me.write(0, 3, ' more'),
    (other) => other.move(0, 2),
    { spots: ['wrote  more (lost:  more) | moved | '], ...none },
  ],
  [
    'somebody cut in two the line at whose beginning I wrote',
    [p('one two')],
    (me) => me.write(0, 0, 'zero '),
    (other) => other.split(0, 4),
    { spots: ['wrote zero  | split two | zero one '], ...none },
  ],
  [
    'somebody joined my line with the one before it',
    [p('one'), p('two')],
    (me) => me.write(0, 0, 'zero '),
    (other) => other.join(0),
    { spots: ['wrote zero  | joined two | zero onetwo'], ...none },
  ],
  [
    'somebody made a heading of the line, and nobody put back what I wrote',
    [p('milk')],
    (me) => me.write(0, 4, ' and honey'),
    (other) => other.turn(0, 'heading', { level: 2 }),
    { spots: ['wrote  and honey (lost:  and honey) | turned into heading2 | '], ...none },
  ],
  [
    'words in place of others that share letters with them',
    [p('where the road ends')],
    (me) => {
      me.cut(0, 7, 7)
      me.write(0, 7, 'he tarmac')
    },
    (other) => {
      other.write(0, 5, ', they say,')
      other.cut(0, 29, 1)
    },
    {
      spots: [
        'replaced the road with the tarmac | wrote , they say,, deleted s | where, they say, the tarmac end',
      ],
      ...none,
    },
  ],
  [
    'words around a space that was there',
    [p('quinces and bees')],
    (me) => {
      me.write(0, 7, ',')
      me.write(0, 9, 'apples ')
    },
    (other) => other.remove(0),
    { spots: ['wrote , apples  (lost: , apples ) | removed quinces and bees | '], ...none },
  ],
  [
    'nothing in common',
    [p('one'), p('two'), p('three')],
    (me) => me.write(0, 3, '!'),
    (other) => other.write(2, 5, '?'),
    { spots: [], theirs: ['wrote ?'], mine: ['wrote !'] },
  ],
  [
    'new lines side by side',
    [p('list')],
    (me) => me.add(1, 'apples'),
    (other) => other.add(1, 'pears'),
    { spots: ['added apples | added pears | apples'], ...none },
  ],
  [
    'a task ticked by one and written in by the other',
    [task('call Luis')],
    (me) => me.text(0, 0, 0).insert(9, ' at noon'),
    (other) => other.element(0, 0).setAttribute('checked', true as unknown as string),
    { spots: ['wrote  at noon | ticked | call Luis at noon'], ...none },
  ],
  [
    'letters made bold',
    [p('one two')],
    (me) => me.write(0, 7, ' three'),
    (other) => other.text(0).format(0, 3, { bold: {} }),
    { spots: ['wrote  three | formatted one | one two three'], ...none },
  ],
  ['nothing by others', [p('one')], (me) => me.write(0, 3, '!'), () => {}, null],
  ['nothing of one’s own', [p('one')], () => {}, (other) => other.write(0, 3, '!'), null],
  [
    'a comment is no change',
    [p('one')],
    (me) => me.write(0, 3, '!'),
    (other) => other.text(0).format(0, 3, { 'comment--abcdefgh': { id: 'x' } }),
    null,
  ],
])('%s', (_title, start, mine, theirs, expected) => {
  expect(told(receiptOf(start, mine, theirs))).toEqual(expected)
})

test('words that were put back into what others made of their block are told to be there', () => {
  const receipt = receiptOf(
    [p('milk')],
    (me) => me.write(0, 4, ' and honey'),
    (other) => other.turn(0, 'heading', { level: 2 }),
    (me) => me.write(0, 4, ' and honey'),
  )
  expect(told(receipt)).toEqual({
    spots: ['wrote  and honey (moved) | turned into heading2 | milk and honey'],
    ...none,
  })
})

test('hundreds of spots are each found once', () => {
  const lines = Array.from({ length: 200 }, (_, index) => p(`line ${index}`))
  const receipt = receiptOf(
    lines,
    (me) => lines.forEach((_, index) => me.write(index, 0, 'a')),
    (other) => lines.forEach((_, index) => other.write(index, 0, 'b')),
  )
  expect(receipt?.counts).toEqual({ spots: 200, mine: 200, theirs: 200 })
  expect(receipt).toMatchObject({ mine: [], theirs: [], since: 1_000, until: 61_000 })
})

test('what had been sent to a server that fell silent counts as written without it', () => {
  const doc = new Y.Doc()
  doc.clientID = 10
  const body = bodyOf(doc)
  body.insert(0, [p('red house')])
  const inStep = Y.encodeStateVector(doc)
  const known = Y.encodeStateAsUpdate(doc)
  const clock = Y.getState(doc.store, 10)
  const undo = new Y.UndoManager(body)
  const text = (body.get(0) as Y.XmlElement).get(0) as Y.XmlText
  const deleted: { client: number; clock: number; length: number }[] = []
  doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
    for (const [client, ranges] of deleteSet.clients)
      for (const { clock, len } of ranges) deleted.push({ client, clock, length: len })
  })
  text.insert(0, 'a ')
  text.delete(2, 3)
  const base = Y.encodeStateAsUpdate(doc)
  const other = new Side(20, known)
  other.write(0, 9, ' here')
  const sent = Y.encodeStateAsUpdate(other.doc, inStep)
  const mine = Y.encodeStateAsUpdate(doc)
  Y.applyUpdate(doc, sent)
  const merged = Y.encodeStateAsUpdate(doc)
  undo.destroy()
  const cut = { client: 10, clock, deleted }
  const spell = { base, cut, mine, theirs: [sent], theirsInMine: 0, merged }
  const receipt = mergeReceipt({ ...spell, since: 0, until: 1 })
  expect(told(receipt)).toEqual({
    spots: ['replaced red with a  | wrote  here | a  house here'],
    ...none,
  })
})

test('what others wrote before a return broke off is theirs, and what was written after it is one’s own', () => {
  const first = new Y.Doc()
  first.clientID = 1
  bodyOf(first).insert(0, [p('one'), p('two'), p('three')])
  const base = Y.encodeStateAsUpdate(first)
  const [me, other] = [new Side(10, base), new Side(20, base)]
  me.write(0, 3, ' mine')
  other.write(1, 3, ' theirs')
  const early = Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(first))
  const known = Y.encodeStateVector(other.doc)
  Y.applyUpdate(me.doc, early)
  me.write(2, 5, ' later')
  const mine = Y.encodeStateAsUpdate(me.doc)
  other.write(2, 0, 'about ')
  const late = Y.encodeStateAsUpdate(other.doc, known)
  Y.applyUpdate(me.doc, late)
  const merged = Y.encodeStateAsUpdate(me.doc)
  const spell = { base, cut: null, mine, theirs: [early, late], theirsInMine: 1, merged }
  expect(told(mergeReceipt({ ...spell, since: 0, until: 1 }))).toEqual({
    spots: ['wrote  later | wrote about  | about three later'],
    theirs: ['wrote  theirs'],
    mine: ['wrote  mine'],
  })
})
