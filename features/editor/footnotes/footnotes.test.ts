// @vitest-environment jsdom
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'

import { testEditors, type TestEditor, textBlock } from '#features/editor/binding/editors-for-tests'
import { footnote } from '#features/editor/commands/insert-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import {
  closeFootnote,
  deleteFootnote,
  FootnoteEditor,
  footnoteBeingEdited,
} from '#features/editor/footnotes/footnote-editor'
import { NoteText } from '#features/editor/footnotes/note-text'
import { goToHit, replaceHit, setFindQuery } from '#features/editor/find/find-commands'
import { findKey, findPlugin } from '#features/editor/find/find-plugin'
import { noQuery } from '#features/editor/find/find-query'
import { PatternSearch } from '#features/editor/find/pattern-search'
import { WrittenAddresses } from '#features/editor/links/written-addresses'
import { NodeViews } from '#features/editor/node-views/node-views'
import { documentField } from '#schema/document-fields'
import { projectDocument } from '#schema/project-document'

// Nothing is laid out here, so nothing scrolls.
HTMLElement.prototype.scrollIntoView = () => {}

function two(...lines: string[]) {
  const blocks = () => lines.map((line) => textBlock('paragraph', line))
  const network = testEditors(2, (body) => body.insert(0, blocks()), undefined, [
    NodeViews,
    FootnoteEditor,
    WrittenAddresses,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

/** Opens the small editor of the note that this person is writing, as the panel does. */
function noteOf({ editor }: TestEditor) {
  const place = document.body.appendChild(document.createElement('div'))
  const note = new NoteText(place, {
    editor,
    pos: () => footnoteBeingEdited(editor.state)?.pos ?? null,
    label: 'note',
    onDone: () => closeFootnote(editor),
  })
  onTestFinished(() => {
    note.destroy()
    place.remove()
  })
  return { note, place }
}

const hit = (name = '') => `<span class="find-hit${name}">they</span>`

/** Writes at the end of the note that this person has open, or at a place in it. */
function write({ editor }: TestEditor, text: string, at?: number) {
  const pos = footnoteBeingEdited(editor.state)?.pos ?? 0
  const size = editor.state.doc.nodeAt(pos)?.content.size ?? 0
  editor.view.dispatch(editor.state.tr.insertText(text, pos + 1 + (at ?? size)))
}

const html = ({ editor }: TestEditor) => editor.getHTML()
const listed = ({ editor }: TestEditor) =>
  [...(editor.view.dom.parentElement?.querySelectorAll('.notes-list li .note-text') ?? [])].map(
    ({ textContent }) => textContent,
  )
const said = (text: string) => `<span data-footnote="">${text}</span>`

test('two people write in one note at once, and a third thing happens around it: no letter is lost', () => {
  const { ana, ben, deliver } = two('before after')
  ana.caretIn('before after', 6)
  runCommand(ana.editor, footnote)
  write(ana, 'one')
  deliver()
  ben.editor.commands.setNodeSelection(7)
  ben.editor.view.dispatch(ben.editor.state.tr.insertText(' two', 11))
  write(ana, 'see ', 0)
  deliver()
  for (const person of [ana, ben]) {
    expect(html(person)).toBe(`<p>before${said('see one two')} after</p>`)
    expect(person.binding.fallbacks).toBe(0)
  }
  expect(footnoteBeingEdited(ana.editor.state)).toEqual({ pos: 7, number: 1 })

  // The line is cut in two before the note while somebody writes in it.
  ben.editor.commands.setTextSelection(4)
  ben.editor.commands.splitBlock()
  write(ana, '!')
  deliver()
  deliver()
  expect(html(ana)).toBe(html(ben))
  // Where the letter comes to stand is as for any text in a line that is cut (docs/inherited-faults.md).
  expect(html(ben).replace('!', '')).toBe(`<p>bef</p><p>ore${said('see one two')} after</p>`)
  expect(html(ben)).toContain('!')
})

test('one deletes a note that another writes in: what was written there is not lost, and undo brings it back', () => {
  const { ana, ben, deliver } = two('word')
  ana.caretIn('word', 4)
  typeText(ana.editor, '[^1]')
  write(ana, 'note')
  deliver()
  ben.editor.view.dispatch(ben.editor.state.tr.insertText('s', 10))
  expect(html(ben)).toBe(`<p>word${said('notes')}</p>`)
  ana.binding.undoManager.stopCapturing()
  deleteFootnote(ana.editor)
  deliver()
  expect(html(ana)).toBe(html(ben))
  expect(html(ben)).toBe('<p>words</p>')
  ana.editor.commands.undo()
  deliver()
  expect(html(ana)).toBe(`<p>word${said('notes')}</p>`)
  expect(html(ben)).toBe(html(ana))
})

test('what is found in a note is marked in the list, and neither opens it nor takes the focus from the search', async () => {
  const { ana } = two('so they say')
  ana.caretIn('so they say', 2)
  typeText(ana.editor, '[^1]')
  write(ana, 'they, and they')
  closeFootnote(ana.editor)
  const list = () => ana.editor.storage.footnoteEditor?.list
  ana.editor.registerPlugin(
    findPlugin(new PatternSearch(), ({ hits, current }) => list()?.showHits(hits, current)),
  )
  setFindQuery(ana.editor, { ...noQuery, text: 'they' })
  const drawn = () => ana.editor.view.dom.parentElement?.querySelector('.notes-list .note-text')?.innerHTML
  await vi.waitFor(() => expect(drawn()).toContain('find-hit'))
  goToHit(ana.editor, 1)
  expect(drawn()).toBe(`${hit(' find-current')}, and ${hit()}`)
  expect(footnoteBeingEdited(ana.editor.state)).toBeNull()
  expect(replaceHit(ana.editor, 'they all')).toBe(true)
  expect(drawn()).toBe(`${hit()} all, and ${hit(' find-current')}`)
  expect(footnoteBeingEdited(ana.editor.state)).toBeNull()
  ana.editor.unregisterPlugin(findKey)
  expect(drawn()).toBe('they all, and they')
})

test('two notes made at one place at once stay two, each with its own text', () => {
  const { ana, ben, deliver } = two('word')
  for (const [person, text] of [
    [ana, 'from Ana'],
    [ben, 'from Ben'],
  ] as const) {
    person.caretIn('word', 4)
    runCommand(person.editor, footnote)
    write(person, text)
  }
  deliver()
  expect(html(ana)).toBe(html(ben))
  const orders = [`${said('from Ana')}${said('from Ben')}`, `${said('from Ben')}${said('from Ana')}`]
  expect(orders.map((order) => `<p>word${order}</p>`)).toContain(html(ana))
})

test('the small editor writes into the document, hears what others write in the note, and undoes there', () => {
  const { ana, ben, deliver } = two('word')
  ana.caretIn('word', 4)
  runCommand(ana.editor, footnote)
  const { place } = noteOf(ana)
  ana.binding.undoManager.stopCapturing()
  const box = () => place.querySelector('[role=textbox]')
  write(ana, 'see')
  deliver()
  expect(box()?.textContent).toBe('see')
  ben.editor.view.dispatch(ben.editor.state.tr.insertText('I ', 6))
  deliver()
  expect(box()?.textContent).toBe('I see')
  ana.editor.commands.undo()
  expect(box()?.textContent).toBe('I ')
  deliver()
  expect(html(ben)).toBe(html(ana))
})

test('what is written in a note is undone apart from what was written around it', () => {
  const { ana } = two('word')
  ana.caretIn('word', 4)
  typeText(ana.editor, ' a')
  runCommand(ana.editor, footnote)
  const { note } = noteOf(ana)
  note.focus()
  write(ana, 'said')
  closeFootnote(ana.editor)
  note.destroy()
  typeText(ana.editor, ' end')
  expect(html(ana)).toBe(`<p>word a${said('said')} end</p>`)
  ana.editor.commands.undo()
  expect(html(ana)).toBe(`<p>word a${said('said')}</p>`)
  ana.editor.commands.undo()
  expect(html(ana)).toBe(`<p>word a${said('')}</p>`)
})

test('the notes stand at the end in the order of their numbers, and lead to the text and back', async () => {
  const { ana, ben, deliver } = two('first', 'second')
  ana.caretIn('second', 6)
  typeText(ana.editor, '[^x]')
  write(ana, 'two')
  closeFootnote(ana.editor)
  ana.caretIn('first', 5)
  runCommand(ana.editor, footnote)
  deliver()
  await vi.waitFor(() => expect(listed(ben)).toEqual(['empty', 'two']))
  write(ana, 'one')
  deliver()
  expect(listed(ben)).toEqual(['one', 'two'])
  const list = ben.editor.view.dom.parentElement?.querySelector('.notes-list')
  expect(list?.getAttribute('role')).toBe('doc-endnotes')
  list?.querySelectorAll<HTMLElement>('.note-text')[1]?.click()
  expect(footnoteBeingEdited(ben.editor.state)?.number).toBe(2)
  closeFootnote(ben.editor)
  expect(footnoteBeingEdited(ben.editor.state)).toBeNull()
  list?.querySelectorAll<HTMLElement>('.note-back')[0]?.click()
  expect(ben.editor.state.selection.$head.parent.textContent).toBe('firstone')
  expect(ben.editor.state.selection.$head.nodeAfter).toBeNull()
})

test('signs and addresses behind a note become what they mean, and nothing before it is touched', () => {
  const { ana } = two('')
  typeText(ana.editor, '**a[^1] b** https://x.org ')
  expect(html(ana)).toContain(`<p>**a${said('')} b** `)
  expect(html(ana)).toMatch(/ b\*\* <a [^>]*href="https:\/\/x\.org"[^>]*>https:\/\/x\.org<\/a> <\/p>/)
  expect(ana.editor.state.doc.textContent).toBe('**a b** https://x.org ')
  typeText(ana.editor, '**bold**')
  expect(html(ana)).toContain('<strong>bold</strong>')
})

test('an address is a link behind a note, before one and at the end of a line with one, and none for what a note says', () => {
  const { ana } = two('')
  const links = () =>
    [...html(ana).matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map(([, href, text]) => [href, text])
  typeText(ana.editor, 'see x.org[^1]')
  expect(links()).toEqual([['https://x.org', 'x.org']])
  write(ana, 'y.org ')
  closeFootnote(ana.editor)
  typeText(ana.editor, ' and www.z.org')
  ana.editor.commands.splitBlock()
  expect(links()).toEqual([
    ['https://x.org', 'x.org'],
    ['https://www.z.org', 'www.z.org'],
  ])
  ana.editor.commands.undo()
  ana.editor.state.doc.check()
})

test('a link that was taken away does not come back by writing the note behind it', () => {
  const { ana } = two('')
  typeText(ana.editor, 'x.org[^1]')
  ana.editor.commands.setTextSelection({ from: 1, to: 6 })
  ana.editor.commands.unsetLink()
  write(ana, 'one two ')
  expect(html(ana)).not.toContain('<a ')
})

test('a note is no part of the sentence it stands in for lists, titles and searches', () => {
  const { ana } = two('It is so, they say.')
  ana.editor.commands.setHeading({ level: 1 })
  ana.caretIn('It is so, they say.', 9)
  runCommand(ana.editor, footnote)
  write(ana, 'Ana, 2026')
  const { title, searchText } = projectDocument(ana.doc)
  expect(title).toBe('It is so, they say.')
  expect(searchText).toBe('It is so, they say.\nAna, 2026')
})

test('edges that stand alone, crossed or twice read as letters or as nothing, and reading never throws', () => {
  const { ana } = two('x')
  const block = ana.doc.getXmlFragment(documentField.body).get(0)
  const text = block instanceof Y.XmlElement ? block.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('the paragraph has no text')
  const edge = { inlineObject: { type: 'footnote', values: { evil: 1 } } }
  text.insert(0, '\uFFFBa\uFFF9\uFFF9b\uFFFBc\uFFF9', edge)
  expect(html(ana)).toBe(`<p>a${said('b')}cx</p>`)
  typeText(ana.editor, '!')
  ana.editor.state.doc.check()
})
