// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { readBody } from '#schema/read-nodes'

function two(start?: (body: Y.XmlFragment) => void) {
  const network = testEditors(2, start)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

const hello = (body: Y.XmlFragment) =>
  body.insert(0, [
    textBlock('paragraph', 'hello world'),
    textBlock('paragraph', 'second'),
    textBlock('paragraph', 'last'),
  ])

function lines({ editor }: TestEditor): string[] {
  return editor.state.doc.children.map((block) => `${block.type.name}: ${block.textContent}`)
}

function expectSame(ana: TestEditor, ben: TestEditor): void {
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  for (const { editor, binding } of [ana, ben]) {
    const read = readBody(binding.body, editor.schema, new Map()).map((node) => node.toJSON() as unknown)
    expect(editor.state.doc.children.map((node) => node.toJSON() as unknown)).toEqual(read)
    editor.state.doc.check()
    expect(binding.fallbacks).toBe(0)
  }
}

test('opening a document writes nothing, dispatches nothing and cannot be undone', () => {
  const { ana } = two(hello)
  expect(lines(ana)).toEqual(['paragraph: hello world', 'paragraph: second', 'paragraph: last'])
  expect(ana.editor.commands.undo()).toBe(false)
  expect(lines(ana)).toHaveLength(3)
})

test('a remote key moves nothing but what stands after it', () => {
  const { ana, ben, deliver } = two(hello)
  const [first, second] = ana.editor.state.doc.children
  let changed: number[] = []
  ana.editor.on('transaction', ({ transaction }) => {
    transaction.mapping.maps[0]?.forEach((...range) => (changed = range))
  })
  ben.caretIn('second', 3)
  ben.editor.commands.insertContent('X')
  deliver()
  expect(changed).toEqual([17, 17, 17, 18])
  expect(ana.editor.state.doc.children[0]).toBe(first)
  expect(ana.editor.state.doc.children[1]).not.toBe(second)
  expectSame(ana, ben)
})

test('where letters repeat, the caret goes by the letter that was typed, not by how it looks', () => {
  const { ana, ben, deliver } = two((body) => body.insert(0, [textBlock('paragraph', 'aaaa')]))
  ana.caretIn('aaaa', 2)
  ben.editor.commands.setTextSelection(1)
  // At the front, though "aaaaa" looks the same with the letter anywhere.
  ben.doc.transact(() => ((ben.binding.body.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'a'))
  deliver()
  expect(ana.around).toBe('aaa|aa')
})

test.each([
  ['a heading', (editor: TestEditor['editor']) => editor.commands.toggleHeading({ level: 2 })],
  ['a bullet list', (editor: TestEditor['editor']) => editor.commands.toggleBulletList()],
  ['a check list', (editor: TestEditor['editor']) => editor.commands.toggleTaskList()],
  ['a quote', (editor: TestEditor['editor']) => editor.commands.toggleBlockquote()],
  ['a code block', (editor: TestEditor['editor']) => editor.commands.toggleCodeBlock()],
])('my caret stays where it is when somebody turns my paragraph into %s, and back', (_, toggle) => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 7)
  ben.caretIn('hello world', 1)
  toggle(ben.editor)
  deliver()
  expect(ana.around).toBe('hello w|orld')
  toggle(ben.editor)
  deliver()
  expect(ana.around).toBe('hello w|orld')
  expectSame(ana, ben)
})

test('carets in several paragraphs stay when somebody makes all of them one list', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 2, 5)
  ben.editor.chain().selectAll().toggleOrderedList().run()
  deliver()
  const { from, to } = ana.editor.state.selection
  expect(ana.editor.state.doc.textBetween(from, to)).toBe('con')
  expectSame(ana, ben)
})

test('somebody pressing Enter before my caret takes my caret along with its text', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 8)
  ben.caretIn('hello world', 5)
  ben.editor.commands.splitBlock()
  deliver()
  expect(ana.around).toBe(' wo|rld')
  ben.editor.commands.joinBackward()
  deliver()
  expect(ana.around).toBe('hello wo|rld')
  expectSame(ana, ben)
})

test('Enter in a list item before my caret, and indenting the item, keep my caret', () => {
  const { ana, ben, deliver } = two(hello)
  ben.editor.chain().selectAll().toggleBulletList().run()
  deliver()
  ana.caretIn('second', 4)
  ben.caretIn('second', 2)
  ben.editor.commands.splitListItem('listItem')
  deliver()
  expect(ana.around).toBe('co|nd')
  ben.editor.commands.sinkListItem('listItem')
  deliver()
  expect(ana.around).toBe('co|nd')
  expectSame(ana, ben)
})

test('two people who write in one fresh paragraph do not write into each other', () => {
  const { ana, ben, deliver } = two()
  ana.editor.commands.focus('end')
  for (let key = 0; key < 5; key += 1) {
    ana.editor.commands.insertContent('anana'[key] ?? '')
    ben.editor.commands.insertContent('BENNO'[key] ?? '')
    deliver()
  }
  expectSame(ana, ben)
  expect(['ananaBENNO', 'BENNOanana']).toContain(ana.editor.getText())
  expect(ana.editor.state.doc.childCount).toBe(1)
})

test('the same in a paragraph that one of them just made with Enter', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 11)
  ana.editor.commands.splitBlock()
  deliver()
  ben.editor.commands.setTextSelection(ana.editor.state.selection.head)
  for (let key = 0; key < 5; key += 1) {
    ana.editor.commands.insertContent('anana'[key] ?? '')
    ben.editor.commands.insertContent('BENNO'[key] ?? '')
    deliver()
  }
  expectSame(ana, ben)
  expect(['paragraph: ananaBENNO', 'paragraph: BENNOanana']).toContain(lines(ana)[1])
  expect(lines(ana)).toHaveLength(4)
})

test('many changes at once, far above and below, leave my selection alone', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 1, 4)
  ben.doc.transact(() => {
    ben.binding.body.insert(0, [textBlock('heading', 'new'), textBlock('image', '')])
    const count = ben.binding.body.length
    ben.binding.body.delete(count - 1, 1)
    ben.binding.body.insert(count - 1, [textBlock('paragraph', 'end'), textBlock('paragraph', 'very end')])
  })
  deliver()
  const { from, to } = ana.editor.state.selection
  expect(ana.editor.state.doc.textBetween(from, to)).toBe('eco')
  expectSame(ana, ben)
})

test('what comes at once after some time without a connection leaves my caret at its line', () => {
  const names = ['uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis']
  const { ana, ben, deliver } = two((body) =>
    body.insert(
      0,
      names.map((name) => textBlock('paragraph', name)),
    ),
  )
  ana.caretIn('cuatro', 3)
  for (const name of ['dos', 'cuatro', 'cinco']) {
    ben.caretIn(name, name.length)
    ben.editor.commands.toggleHeading({ level: 2 })
    if (name !== 'cuatro') ben.editor.commands.insertContent('!')
  }
  ben.caretIn('tres', 0, 4)
  ben.editor.commands.deleteSelection()
  ana.doc.transact(() => deliver(), 'network')
  expect(lines(ana)).toEqual(lines(ben))
  expect(ana.around).toBe('cua|tro')
  expectSame(ana, ben)
})

test('a line that was made anew, written on and moved up in one go keeps my caret at its letter', () => {
  const { ana, ben, deliver } = two((body) =>
    body.insert(
      0,
      ['', 'one two', '', 'three'].map((text) => textBlock('paragraph', text)),
    ),
  )
  ana.caretIn('one two', 7)
  ben.caretIn('one two', 7)
  ben.editor.commands.toggleBulletList()
  ben.editor.commands.insertContent(' and')
  ben.editor.commands.insertContentAt(0, '<p>new</p><p>lines</p>')
  ana.doc.transact(() => deliver(), 'network')
  expect(ana.around).toBe('one two| and')
  expectSame(ana, ben)
})

test('my caret stays in its empty line when the lines around it are made anew', () => {
  const { ana, ben, deliver } = two((body) =>
    body.insert(
      0,
      ['one', '', '', 'two'].map((text) => textBlock('paragraph', text)),
    ),
  )
  ana.editor.commands.setTextSelection(8)
  const mine = () => ana.binding.cache.elementOf(ana.editor.state.selection.$head.parent)
  const block = mine()
  ben.editor.commands.insertContentAt(5, '<p>x</p><p></p><p>y</p>')
  for (const text of ['one', 'two']) {
    ben.caretIn(text, 1)
    ben.editor.commands.toggleHeading({ level: 1 })
  }
  ana.doc.transact(() => deliver(), 'network')
  expect(block).toBeDefined()
  expect(mine()).toBe(block)
  expectSame(ana, ben)
})

test('undo takes back my edits only, and restores the caret where it was before them', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 6, 11)
  ana.editor.commands.deleteSelection()
  deliver()
  ben.caretIn('hello ', 0)
  ben.editor.commands.insertContent('Oh, ')
  deliver()
  expect(ana.editor.commands.undo()).toBe(true)
  deliver()
  expect(lines(ana)[0]).toBe('paragraph: Oh, hello world')
  const { from, to } = ana.editor.state.selection
  expect(ana.editor.state.doc.textBetween(from, to)).toBe('world')
  expect(ana.editor.commands.undo()).toBe(false)
  expect(ana.editor.commands.redo()).toBe(true)
  deliver()
  expect(lines(ana)[0]).toBe('paragraph: Oh, hello ')
  expectSame(ana, ben)
})

test('after undoing deletions by key the caret is after the restored word', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 11)
  for (let key = 0; key < 5; key += 1) {
    const { head } = ana.editor.state.selection
    ana.editor.commands.deleteRange({ from: head - 1, to: head })
  }
  expect(ana.around).toBe('hello |')
  ana.editor.commands.undo()
  deliver()
  expect(ana.around).toBe('hello world|')
  expectSame(ana, ben)
})

test('undo takes back what was done at one place, and what was typed there in one go', () => {
  const { ana } = two(hello)
  const write = (text: string) =>
    Array.from(text).forEach((letter) => ana.editor.commands.insertContent(letter))
  ana.caretIn('hello world', 6, 11)
  ana.editor.commands.deleteSelection()
  ana.caretIn('second', 6)
  write(' thing')
  ana.editor.commands.splitBlock()
  write('more')
  const { head } = ana.editor.state.selection
  ana.editor.commands.setTextSelection(head - 4)
  write('no ')
  expect(lines(ana).slice(0, 3)).toEqual([
    'paragraph: hello ',
    'paragraph: second thing',
    'paragraph: no more',
  ])
  ana.editor.commands.undo()
  expect(ana.around).toBe('|more')
  ana.editor.commands.undo()
  expect(lines(ana).slice(0, 2)).toEqual(['paragraph: hello ', 'paragraph: second'])
  expect(ana.around).toBe('second|')
  ana.editor.commands.undo()
  expect(lines(ana)[0]).toBe('paragraph: hello world')
  expect(ana.editor.commands.undo()).toBe(false)
})

test('what somebody else writes meanwhile does not part what I type', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 6)
  ana.editor.commands.insertContent(' by')
  ben.caretIn('hello world', 0)
  ben.editor.commands.insertContent('Oh, ')
  deliver()
  ana.editor.commands.insertContent(' Ana')
  ana.editor.commands.undo()
  expect(lines(ana).slice(0, 2)).toEqual(['paragraph: Oh, hello world', 'paragraph: second'])
})

test('undoing my list does not take what somebody else wrote into it', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 0)
  ana.editor.commands.toggleBulletList()
  deliver()
  ben.caretIn('second', 6)
  ben.editor.commands.insertContent(' by Ben')
  deliver()
  ana.editor.commands.undo()
  deliver()
  expect(ana.editor.getText()).toContain(' by Ben')
  expect(ana.editor.getText()).toContain('second')
  expectSame(ana, ben)
})

test('undo and redo of what others deleted meanwhile neither fail nor bring it back', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 6)
  ana.editor.commands.insertContent(' thing')
  deliver()
  ben.editor.chain().selectAll().deleteSelection().run()
  deliver()
  ana.editor.commands.undo()
  deliver()
  ana.editor.commands.redo()
  deliver()
  expectSame(ana, ben)
  ana.editor.commands.insertContent('alive')
  deliver()
  expect(ben.editor.getText()).toContain('alive')
  expectSame(ana, ben)
})

test.each([
  ['a heading', (editor: TestEditor['editor']) => editor.commands.toggleHeading({ level: 1 })],
  ['a bullet list', (editor: TestEditor['editor']) => editor.commands.toggleBulletList()],
  ['a check list', (editor: TestEditor['editor']) => editor.commands.toggleTaskList()],
  ['a quote', (editor: TestEditor['editor']) => editor.commands.toggleBlockquote()],
])('typing while somebody makes it %s loses nothing, and the caret goes on after the text', (_, toggle) => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 3)
  ana.editor.commands.insertContent(' new')
  ana.editor.commands.insertContent(' text ')
  ben.caretIn('second', 1)
  toggle(ben.editor)
  deliver()
  deliver()
  expectSame(ana, ben)
  expect(ana.editor.getText()).toContain('sec new text ond')
  expect(ana.around).toBe('sec new text |ond')
})

test('both typing while a third makes it a heading: nothing is lost, whoever the letters are from', () => {
  const network = testEditors(3, hello)
  onTestFinished(() => network.destroy())
  const [ana, ben, eva] = network.people
  if (!ana || !ben || !eva) throw new Error('three editors were asked for')
  ana.caretIn('second', 2)
  ana.editor.commands.insertContent('ANA')
  ben.caretIn('second', 5)
  ben.editor.commands.insertContent('BEN')
  eva.caretIn('second', 0)
  eva.editor.commands.toggleHeading({ level: 1 })
  for (let round = 0; round < 4; round += 1) network.deliver()
  expectSame(ana, eva)
  expectSame(ben, eva)
  expect(ana.editor.getText()).toContain('seANAconBENd')
})

test('typing in a paragraph that somebody joins to the one before loses nothing', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 6)
  ana.editor.commands.insertContent(' new')
  ben.caretIn('second', 0)
  ben.editor.commands.joinBackward()
  deliver()
  deliver()
  expectSame(ana, ben)
  expect(lines(ana)[0]).toBe('paragraph: hello worldsecond new')
})

test('typing in a paragraph that somebody deletes goes with it, and only once', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('second', 6)
  ana.editor.commands.insertContent(' new')
  ben.caretIn('second', 0)
  ben.editor.commands.deleteNode('paragraph')
  deliver()
  deliver()
  expectSame(ana, ben)
  expect(lines(ana)).toEqual(['paragraph: hello world', 'paragraph: last'])
})

test('Enter while somebody types in the tail: the text stays where it was typed, by the nature of splits', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 8)
  ana.editor.commands.insertContent('NEW')
  ben.caretIn('hello world', 5)
  ben.editor.commands.splitBlock()
  deliver()
  deliver()
  expectSame(ana, ben)
  // Yjs has no split: the tail is deleted and written anew, so the new letters stay at the end of the head.
  expect(lines(ana).slice(0, 2)).toEqual(['paragraph: helloNEW', 'paragraph:  world'])
})

test('content that the editor does not know survives its edits', () => {
  const { ana, ben, deliver } = two((body) => {
    body.insert(0, [
      textBlock('paragraph', 'above'),
      textBlock('chart', 'data'),
      textBlock('paragraph', 'below'),
    ])
  })
  ana.caretIn('above', 5)
  ana.editor.commands.insertContent('!')
  ana.caretIn('below', 0)
  ana.editor.commands.splitBlock()
  ben.caretIn('below', 5)
  ben.editor.commands.toggleBulletList()
  deliver()
  expect(ben.binding.body.toArray().map((child) => (child as Y.XmlElement).nodeName)).toContain('chart')
  expectSame(ana, ben)
})

test('a table that concurrent edits left uneven is not repaired by everybody at once', () => {
  const { ana, ben, deliver } = two()
  ana.editor.commands.insertTable({ rows: 2, cols: 2, withHeaderRow: true })
  deliver()
  ben.editor.commands.setTextSelection(4)
  ana.editor.commands.addRowAfter()
  ben.editor.commands.addColumnAfter()
  for (let round = 0; round < 5; round += 1) deliver()
  const cells = ana.editor.getHTML().match(/<t[hd]/g)?.length ?? 0
  for (let round = 0; round < 5; round += 1) deliver()
  expect(ana.editor.getHTML().match(/<t[hd]/g)).toHaveLength(cells)
  expectSame(ana, ben)
})

test('a line break here and typing behind it there, at the same moment, both stay where they were made', () => {
  const { ana, ben, deliver } = two(hello)
  ana.caretIn('hello world', 5)
  ana.editor.commands.setHardBreak()
  ben.caretIn('hello world', 11)
  ben.editor.commands.insertContent('!')
  deliver()
  for (const { editor } of [ana, ben]) {
    expect(editor.getHTML()).toContain('<p>hello<br> world!</p>')
  }
})

test('code that becomes a paragraph keeps its lines, as breaks', () => {
  const { ana, ben, deliver } = two(hello)
  ana.editor.commands.setContent('<pre><code>one\ntwo</code></pre>')
  ana.caretIn('one\ntwo', 1)
  ana.editor.commands.setParagraph()
  deliver()
  expect(ana.editor.getHTML()).toBe('<p>one<br>two</p>')
  expect(ben.editor.getHTML()).toBe('<p>one<br>two</p>')
})

function cell(text: string): Y.XmlElement {
  const element = new Y.XmlElement('tableCell')
  element.insert(0, [textBlock('paragraph', text)])
  return element
}

test('a selection across cells of a table, of which others delete the end, does not become the whole first cell', () => {
  const { ana, ben, deliver } = two((body) => {
    const [table, row] = [new Y.XmlElement('table'), new Y.XmlElement('tableRow')]
    row.insert(0, [cell('kept words'), cell('middle'), cell('gone')])
    table.insert(0, [row])
    body.insert(0, [table])
  })
  ana.caretIn('kept words', 10)
  const { from } = ana.editor.state.selection
  ana.editor.commands.setTextSelection({ from, to: from + 18 })
  expect(ana.editor.state.selection.$to.parent.textContent).toBe('gone')
  ben.caretIn('gone', 0, 4)
  ben.editor.commands.deleteSelection()
  deliver()
  expect(ana.around).toBe('middle|')
  expect(ana.editor.state.selection.from).toBe(from)
})
