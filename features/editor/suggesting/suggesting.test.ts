// @vitest-environment jsdom
import { DOMParser } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { deleteBlock, duplicate, moveDown } from '#features/editor/commands/whole-block-commands'
import { breaches, identitiesIn } from '#features/editor/suggesting/fuzz-for-tests'
import { shownSuggestions } from '#features/editor/suggesting/shown-for-tests'
import {
  setSuggesting,
  Suggesting,
  suggestingBy,
  withoutSuggesting,
} from '#features/editor/suggesting/suggesting'
import { withSuggestions } from '#schema/suggestions/with-suggestions'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'

/** Ana suggests, Ben edits. */
function two(...lines: string[]) {
  let ids = 0
  const network = testEditors(
    2,
    (body) =>
      body.insert(
        0,
        lines.map((line) => textBlock('paragraph', line)),
      ),
    undefined,
    [CommandKeymap, Suggesting.configure({ newId: () => `id-${(ids += 1)}`, now: () => 1_000 })],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  setSuggesting(ana.editor, 'ana')
  return { ana, ben, deliver: () => network.deliver() }
}

const shown = ({ editor }: TestEditor) => shownSuggestions(editor.state.doc)
const accepted = ({ editor }: TestEditor) => shownSuggestions(withSuggestions(editor.state.doc))
const rejected = ({ editor }: TestEditor) => shownSuggestions(withoutSuggestions(editor.state.doc))

/** Deletes as the browser does, which ProseMirror then reads. */
function erase({ editor }: TestEditor, key: 'Backspace' | 'Delete'): void {
  if (pressKeys(editor, key)) return
  const { head } = editor.state.selection
  const [from, to] = key === 'Backspace' ? [head - 1, head] : [head, head + 1]
  editor.view.dispatch(editor.state.tr.delete(from, to))
}

function paste({ editor }: TestEditor, html: string): void {
  const page = new window.DOMParser().parseFromString(html, 'text/html')
  const slice = DOMParser.fromSchema(editor.schema).parseSlice(page.body)
  editor.view.dispatch(editor.state.tr.replaceSelection(slice))
}

function ids({ editor }: TestEditor): Set<unknown> {
  const found = new Set<unknown>()
  editor.state.doc.descendants((node) => {
    for (const { attrs } of node.marks) if ('by' in attrs) found.add(attrs['id'])
    const said = node.attrs['suggestion'] as { id: string } | null | undefined
    if (said) found.add(said.id)
  })
  return found
}

const cells = (lines: string[]) => lines.filter((line) => line.includes('tableCell')).length

test('what is typed is an insertion, also behind the same letter, and everybody sees it', () => {
  const { ana, ben, deliver } = two('hello')
  const letters = ana.doc.getXmlFragment('default').toString()
  ana.caretIn('hello', 3)
  typeText(ana.editor, 'll')
  expect(shown(ana)).toEqual(['hel{+ll+}lo'])
  expect(ana.around).toBe('helll|lo')
  expect([rejected(ana), accepted(ana), ids(ana).size]).toEqual([['hello'], ['hellllo'], 1])
  deliver()
  expect(shown(ben)).toEqual(shown(ana))
  expect(letters).toContain('hello')
})

test('what is no proposal is done at once, and the next key is suggested again', () => {
  const { ana } = two('hello')
  withoutSuggesting(ana.editor, () => ana.editor.view.dispatch(ana.editor.state.tr.insertText('Oh, ', 1)))
  expect([shown(ana), suggestingBy(ana.editor.state)]).toEqual([['Oh, hello'], 'ana'])
  ana.caretIn('Oh, hello', 9)
  typeText(ana.editor, '!')
  expect(rejected(ana)).toEqual(['Oh, hello'])
})

test('what was done as an edit is undone and redone as one, whole, in between what was suggested', () => {
  const { ana, ben, deliver } = two('hello', 'and so on')
  ana.caretIn('hello', 5)
  typeText(ana.editor, ' you')
  const before = shown(ana)
  withoutSuggesting(ana.editor, () => {
    const { doc, tr } = ana.editor.state
    ana.editor.view.dispatch(tr.delete(doc.child(0).nodeSize + 1, doc.content.size - 4).insertText('Oh, ', 1))
  })
  const after = shown(ana)
  expect(rejected(ana)[0]).toBe('Oh, hello')
  ana.editor.commands.undo()
  expect(shown(ana)).toEqual(before)
  ana.editor.commands.redo()
  expect(shown(ana)).toEqual(after)
  ana.editor.commands.undo()
  ana.editor.commands.undo()
  expect(shown(ana)).toEqual(['hello', 'and so on'])
  deliver()
  expect(shown(ben)).toEqual(['hello', 'and so on'])
})

test('the letters of the text stay the ones they were, by their identity', () => {
  const { ana } = two('aaaa')
  const text = () => (ana.doc.getXmlFragment('default').get(0) as Y.XmlElement).get(0) as Y.XmlText
  const before = Y.encodeStateVector(ana.doc)
  const deleted: unknown[] = []
  ana.doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => deleted.push(...deleteSet.clients.keys()))
  ana.caretIn('aaaa', 2)
  typeText(ana.editor, 'aa')
  expect(deleted).toEqual([])
  expect(Y.encodeStateVector(ana.doc)).not.toEqual(before)
  expect((text().toDelta() as { insert: string }[]).map(({ insert }) => insert)).toEqual(['aa', 'aa', 'aa'])
})

test('what is deleted stays struck; one’s own pending letters really go; the caret passes over struck ones', () => {
  const { ana } = two('hello')
  ana.caretIn('hello', 4)
  erase(ana, 'Backspace')
  erase(ana, 'Backspace')
  expect([shown(ana), ana.around]).toEqual([['he{-ll-}o'], 'he|llo'])
  typeText(ana.editor, 'xy')
  erase(ana, 'Backspace')
  expect(shown(ana)).toEqual(['he{+x+}{-ll-}o'])
  expect([accepted(ana), rejected(ana), ids(ana).size]).toEqual([['hexo'], ['hello'], 1])
  ana.editor.commands.setTextSelection(6)
  erase(ana, 'Backspace')
  expect(ana.around).toBe('hex|llo')
  erase(ana, 'Delete')
  erase(ana, 'Delete')
  expect([shown(ana), ana.around]).toEqual([['he{+x+}{-llo-}'], 'hexllo|'])
})

test('a replacement is one suggestion, the struck text first', () => {
  const { ana } = two('one two three')
  ana.caretIn('one two three', 4, 7)
  typeText(ana.editor, '2')
  typeText(ana.editor, '!')
  expect([shown(ana), ids(ana).size]).toEqual([['one {-two-}{+2!+} three'], 1])
  expect([accepted(ana), rejected(ana)]).toEqual([['one 2! three'], ['one two three']])
})

test('Enter is a sign for a line, which Backspace takes away', () => {
  const { ana } = two('onetwo')
  ana.caretIn('onetwo', 3)
  pressKeys(ana.editor, 'Enter')
  typeText(ana.editor, 'x')
  expect([shown(ana), accepted(ana)]).toEqual([['one{+¶+}{+x+}two'], ['one', 'xtwo']])
  erase(ana, 'Backspace')
  erase(ana, 'Backspace')
  expect(shown(ana)).toEqual(['onetwo'])
})

test('Backspace at the beginning of a line joins it, when accepted', () => {
  const { ana } = two('one', 'two')
  ana.caretIn('two', 0)
  erase(ana, 'Backspace')
  expect([shown(ana), ana.around]).toEqual([['one', 'join|two'], 'one|'])
  expect([accepted(ana), rejected(ana)]).toEqual([['onetwo'], ['one', 'two']])
})

test('a deletion over several lines strikes their letters and joins them', () => {
  const { ana, ben, deliver } = two('one', 'two', 'three')
  const size = 'one'.length + 2
  ana.editor.commands.setTextSelection({ from: 3, to: 1 + size + size + 2 })
  ana.editor.commands.deleteSelection()
  expect(shown(ana)).toEqual(['on{-e-}', 'join|{-two-}', 'join|{-th-}ree'])
  expect([accepted(ana), rejected(ana)]).toEqual([['onree'], ['one', 'two', 'three']])
  deliver()
  expect(shown(ben)).toEqual(shown(ana))
})

test('bold is a suggestion for others’ letters, asked for twice none, and for one’s own at once', () => {
  const { ana } = two('one two')
  ana.caretIn('one two', 4, 7)
  ana.editor.commands.toggleBold()
  expect([shown(ana), accepted(ana), rejected(ana)]).toEqual([
    ['one {bold:two}'],
    ['one <bold:two>'],
    ['one two'],
  ])
  ana.editor.commands.toggleBold()
  expect(shown(ana)).toEqual(['one two'])
  ana.caretIn('one two', 7)
  typeText(ana.editor, ' **x**')
  expect(shown(ana)).toEqual(['one two{+ +}{+<bold:x>+}'])
})

test('headings, alignment and lists are changes of a block, asked for twice none', () => {
  const { ana, ben, deliver } = two('one', 'two')
  ana.caretIn('one', 1)
  ana.editor.commands.toggleHeading({ level: 2 })
  expect([shown(ana), accepted(ana), rejected(ana)]).toEqual([
    ['heading|one', 'two'],
    ['heading>one', 'two'],
    ['one', 'two'],
  ])
  expect(ana.around).toBe('o|ne')
  ana.editor.commands.toggleHeading({ level: 2 })
  expect(shown(ana)).toEqual(['one', 'two'])
  ana.caretIn('two', 1)
  pressKeys(ana.editor, 'Mod-Shift-e')
  expect(shown(ana)).toEqual(['one', 'paragraph{"align":"center"}|two'])
  ana.caretIn('one', 1)
  ana.editor.commands.toggleBulletList()
  expect([shown(ana)[0], accepted(ana)[0], ana.around]).toEqual([
    'bulletList|one',
    'bulletList>listItem>one',
    'o|ne',
  ])
  deliver()
  expect(shown(ben)).toEqual(shown(ana))
})

test('an item of a list is taken out, and a new one begun, when accepted', () => {
  const { ana, ben, deliver } = two('one', 'two')
  ben.editor.commands.selectAll()
  ben.editor.commands.toggleBulletList()
  deliver()
  ana.caretIn('two', 1)
  ana.editor.commands.liftListItem('listItem')
  expect(accepted(ana)).toEqual(['bulletList>listItem>one', 'two'])
  ana.caretIn('one', 3)
  pressKeys(ana.editor, 'Enter')
  typeText(ana.editor, 'more')
  expect(accepted(ana).slice(0, 2)).toEqual(['bulletList>listItem>one', 'bulletList>listItem>more'])
  expect(rejected(ana)).toEqual(['bulletList>listItem>one', 'bulletList>listItem>two'])
})

test('what changes whole blocks otherwise takes them away and brings others, which can be decided', () => {
  const { ana, ben, deliver } = two('one', 'two')
  ben.editor.commands.selectAll()
  ben.editor.commands.toggleBulletList()
  deliver()
  ana.caretIn('two', 1)
  ana.editor.commands.sinkListItem('listItem')
  const before = rejected(ben)
  expect(rejected(ana)).toEqual(before)
  expect(accepted(ana)).toEqual(['bulletList>listItem>one', 'bulletList>listItem>bulletList>listItem>two'])
})

test('blocks go, come, are copied and move', () => {
  const { ana } = two('one', 'two', 'three')
  ana.caretIn('two', 1)
  runCommand(ana.editor, deleteBlock)
  expect([accepted(ana), rejected(ana)]).toEqual([
    ['one', 'three'],
    ['one', 'two', 'three'],
  ])
  ana.caretIn('three', 2)
  runCommand(ana.editor, duplicate)
  expect(accepted(ana)).toEqual(['one', 'three', 'three'])
  ana.caretIn('one', 1)
  ana.editor.commands.setHorizontalRule()
  expect(accepted(ana)).toContain('horizontalRule>')
  expect(rejected(ana)).toEqual(['one', 'two', 'three'])
})

test('a block that moves is gone in one place and new in another, as one pair', () => {
  const { ana } = two('one', 'two', 'three')
  ana.caretIn('one', 1)
  runCommand(ana.editor, moveDown)
  expect([accepted(ana), rejected(ana), ids(ana).size]).toEqual([
    ['two', 'one', 'three'],
    ['one', 'two', 'three'],
    1,
  ])
})

test('rows, columns and tables come and go', () => {
  const { ana, ben, deliver } = two('one')
  ben.caretIn('one', 3)
  ben.editor.commands.insertTable({ rows: 2, cols: 2, withHeaderRow: false })
  deliver()
  const inCell = () => {
    let found = -1
    ana.editor.state.doc.descendants((node, pos) => {
      if (found < 0 && node.type.name === 'tableCell') found = pos + 2
    })
    ana.editor.commands.setTextSelection(found)
  }
  inCell()
  ana.editor.commands.addRowAfter()
  expect([cells(accepted(ana)), cells(rejected(ana))]).toEqual([6, 4])
  inCell()
  ana.editor.commands.deleteColumn()
  expect([cells(accepted(ana)), cells(rejected(ana))]).toEqual([3, 4])
  inCell()
  typeText(ana.editor, 'x')
  expect(rejected(ana)).toEqual(rejected(ben))
  ana.editor.commands.insertContentAt(0, { type: 'paragraph', content: [{ type: 'text', text: 'new' }] })
  expect(shown(ana)[0]).toBe('insert|{+new+}')
})

test('several pasted lines are letters and signs for lines; a pasted list stands behind the line', () => {
  const { ana } = two('one')
  ana.caretIn('one', 1)
  paste(ana, '<p>first</p><p>second</p>')
  expect([shown(ana), accepted(ana), rejected(ana)]).toEqual([
    ['o{+first+}{+¶+}{+second+}ne'],
    ['ofirst', 'secondne'],
    ['one'],
  ])
  paste(ana, '<ul><li>x</li><li>y</li></ul>')
  expect(rejected(ana)).toEqual(['one'])
  expect(accepted(ana).some((line) => line.startsWith('bulletList>'))).toBe(true)
})

test('an image is suggested, changed and taken away', () => {
  const { ana, ben, deliver } = two('one')
  const src = '/api/documents/d/images/a.png'
  ben.editor.commands.insertContentAt(5, { type: 'image', attrs: { src } })
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.setSelection(NodeSelection.create(ana.editor.state.doc, 5)))
  ana.editor.commands.updateAttributes('image', { alt: 'A cat' })
  expect(shown(ana)[1]).toBe('image{"alt":"A cat"}|image>')
  ana.editor.view.dispatch(ana.editor.state.tr.delete(5, 6))
  expect([accepted(ana), rejected(ana)]).toEqual([['one'], ['one', 'image>']])
})

test('two at once: neither touches what the other suggests, and a block taken by one is refused to the other', () => {
  const { ana, ben, deliver } = two('one two')
  setSuggesting(ben.editor, 'ben')
  ana.caretIn('one two', 0, 3)
  ana.editor.commands.deleteSelection()
  ben.caretIn('one two', 0, 7)
  ben.editor.commands.deleteSelection()
  deliver()
  expect(shown(ben)).toEqual(shown(ana))
  expect(withoutSuggestions(ana.editor.state.doc, { by: 'ana' }).textContent).toBe('one two')
  ana.editor.commands.toggleHeading({ level: 1 })
  deliver()
  ben.editor.commands.toggleHeading({ level: 2 })
  expect(ben.editor.view.dom.querySelector('[role=status]')?.textContent).toBe('taken')
  expect(shown(ben)).toEqual(shown(ana))
})

test('undo takes a suggestion back as an edit of one’s own', () => {
  const { ana, ben, deliver } = two('hello')
  ana.caretIn('hello', 1, 4)
  ana.editor.commands.deleteSelection()
  ana.binding.undoManager.stopCapturing()
  typeText(ana.editor, 'x')
  ana.editor.commands.undo()
  ana.editor.commands.undo()
  expect(shown(ana)).toEqual(['hello'])
  ana.editor.commands.redo()
  expect(shown(ana)).toEqual(['h{-ell-}o'])
  deliver()
  expect(shown(ben)).toEqual(shown(ana))
})

test('what the browser would delete is deleted as told, so that struck letters stay in the page', () => {
  const { ana } = two('hello')
  const { view } = ana.editor
  const [start, end] = [view.domAtPos(2), view.domAtPos(4)]
  const range = {
    startContainer: start.node,
    startOffset: start.offset,
    endContainer: end.node,
    endOffset: end.offset,
  }
  const told = { inputType: 'deleteWordBackward', cancelable: true, bubbles: true }
  const event = Object.assign(new InputEvent('beforeinput', told), { getTargetRanges: () => [range] })
  view.dom.dispatchEvent(event)
  expect([event.defaultPrevented, shown(ana)]).toEqual([true, ['h{-el-}lo']])
  setSuggesting(ana.editor, null)
  const other = Object.assign(new InputEvent('beforeinput', told), { getTargetRanges: () => [range] })
  view.dom.dispatchEvent(other)
  expect(other.defaultPrevented).toBe(false)
})

test('a line suggested in stays as it is when somebody writes in another line of the same item', () => {
  const network = testEditors(
    2,
    (body) => {
      const [list, item] = [new Y.XmlElement('bulletList'), new Y.XmlElement('listItem')]
      item.insert(0, [textBlock('paragraph', 'one'), textBlock('paragraph', 'two')])
      list.insert(0, [item])
      body.insert(0, [list])
    },
    undefined,
    [Suggesting],
  )
  onTestFinished(() => network.destroy())
  const [ana, eva] = network.people
  if (!ana || !eva) throw new Error('two editors were asked for')
  setSuggesting(ana.editor, 'ana')
  ana.caretIn('one', 3)
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('!'))
  network.deliver()
  eva.caretIn('two', 3)
  eva.editor.view.dispatch(eva.editor.state.tr.insertText('?'))
  network.deliver()
  expect(ana.editor.getText()).toContain('one!')
  expect(ana.editor.getJSON()).toEqual(eva.editor.getJSON())
})

test('a letter that reads like one’s own stays the letter that it was', () => {
  const { ana } = two('aab')
  ana.caretIn('aab', 2)
  typeText(ana.editor, 'b')
  const before = identitiesIn(ana.binding.body)
  ana.caretIn('aabb', 0, 4)
  typeText(ana.editor, 'b')
  expect(shown(ana)).toEqual(['{-aab-}{+b+}'])
  expect(breaches(before, identitiesIn(ana.binding.body), 'ana')).toEqual([])
})

test('an accepted letter that goes with the line it stood in is not put back by who suggested it', () => {
  const { ana, ben, deliver } = two('one')
  ana.caretIn('one', 3)
  typeText(ana.editor, 'x')
  deliver()
  ben.editor.commands.decideSuggestions('accept')
  deliver()
  ben.caretIn('onex', 3, 4)
  ben.editor.chain().deleteSelection().setHeading({ level: 2 }).run()
  deliver()
  deliver()
  expect([shown(ana), shown(ben)]).toEqual([['heading>one'], ['heading>one']])
})

test('what was accepted is not undone by who suggested it', () => {
  const { ana, ben, deliver } = two('One')
  ana.caretIn('One', 3)
  typeText(ana.editor, ' two')
  deliver()
  ben.editor.commands.decideSuggestions('accept')
  deliver()
  ana.editor.commands.undo()
  deliver()
  expect([shown(ana), shown(ben)]).toEqual([['One two'], ['One two']])
})

const letterIds = ({ doc }: TestEditor) => [...identitiesIn(doc.getXmlFragment('default')).letters.keys()]

test.each(['accept', 'reject'] as const)(
  'to %s a replacement takes its letters away and leaves the others, though both words share most of theirs',
  (decision) => {
    const { ana, ben, deliver } = two('travel free of charge.')
    const old = letterIds(ana)
    const [from, to] = ['travel '.length, 'travel free of charge'.length]
    ana.caretIn('travel free of charge.', from, to)
    typeText(ana.editor, 'for nothing')
    deliver()
    const both = letterIds(ben)
    ben.editor.commands.decideSuggestions(decision)
    // Who suggested it writes on in its middle, and has not heard.
    ana.caretIn('travel free of chargefor nothing.', to + 'for no'.length)
    if (decision === 'accept') typeText(ana.editor, 'w ')
    deliver()
    const come = both.filter((id) => !old.includes(id))
    const gone = new Set(decision === 'accept' ? old.slice(from, to) : come)
    expect(letterIds(ben).filter((id) => both.includes(id))).toEqual(both.filter((id) => !gone.has(id)))
    expect(ben.editor.getText()).toBe(
      decision === 'accept' ? 'travel for now thing.' : 'travel free of charge.',
    )
    expect(letterIds(ben)).toEqual(letterIds(ana))
  },
)
