// @vitest-environment jsdom
import type { Node } from '@tiptap/pm/model'
import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { lifeOfRun } from '#collab-server/history/life-of-run'
import { type TestEditor, testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { Past } from '#features/history/past'
import { changeBlocks } from '#features/history/restore'
import { WorkUndone } from '#features/history/undo/work-undone'
import { readDocumentLife } from '#protocol/document-life'
import { encodeRun } from '#storage/run-codec'

const entry = (userId: string, update: Uint8Array) => ({
  documentId: 'd',
  receivedAt: 1_000,
  userId,
  sessionId: userId === '' ? 'seed' : 'tab',
  update,
})

/** Ana and Bo in one document, and all that they write. */
function writing(...lines: string[]) {
  const all = testEditors(2, (body) =>
    body.insert(
      0,
      lines.map((line) => textBlock('paragraph', line)),
    ),
  )
  onTestFinished(() => all.destroy())
  const [ana, bo] = all.people
  if (!ana || !bo) throw new Error('two write')
  const entries = [entry('', Y.encodeStateAsUpdate(ana.doc))]
  for (const [userId, { doc }] of [['ana', ana] as const, ['bo', bo] as const]) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') entries.push(entry(userId, update))
    })
  }
  return {
    ana,
    bo,
    entries,
    deliver: () => all.deliver(),
    /** What came of Bo is known from now on; what he does next is not. */
    readPast: () => {
      const past = new Past(readDocumentLife(lifeOfRun(encodeRun(entries))), () => '#1977bf')
      onTestFinished(() => past.destroy())
      const work = new WorkUndone(past, { people: new Set([past.life.people.indexOf('bo')]), since: 1 })
      const { binding, editor, doc } = ana
      const live = { editor, elementOf: (node: Node) => binding.cache.elementOf(node) }
      return () => {
        binding.undoManager.stopCapturing()
        changeBlocks(live, work.blocksIn(doc))
      }
    },
  }
}

const textsOf = ({ editor }: TestEditor) =>
  editor.state.doc.children.map(({ type, textContent }) =>
    type.name === 'paragraph' ? textContent : `${type.name} ${textContent}`,
  )

it('writes what is left as one step, and others who write meanwhile lose nothing', () => {
  const { ana, bo, deliver, readPast } = writing('Bread and water', 'Salt')
  bo.caretIn('Bread and water', 5)
  bo.editor.commands.splitBlock()
  deliver()
  ana.caretIn(' and water', 10)
  ana.editor.commands.insertContent(', cold')
  deliver()
  bo.caretIn('Bread', 0, 5)
  bo.editor.commands.insertContent('Mud')
  bo.caretIn('Salt', 0)
  bo.editor.commands.setNode('heading', { level: 1 })
  bo.editor.commands.insertContent('Bad ')
  deliver()
  expect(textsOf(ana)).toEqual(['Mud', ' and water, cold', 'heading Bad Salt'])

  const undo = readPast()
  bo.caretIn('Bad Salt', 8)
  bo.editor.commands.insertContent('!')
  deliver()
  // On its way while she presses the button.
  bo.caretIn(' and water, cold', 16)
  bo.editor.commands.insertContent(' tea')
  undo()
  expect(textsOf(ana)).toEqual(['Bread and water, cold', 'Salt!'])
  deliver()
  expect(textsOf(bo)).toEqual(textsOf(ana))
  expect(textsOf(ana).join('|')).toContain(' tea')
  ana.editor.commands.undo()
  deliver()
  expect(textsOf(bo)).toEqual(textsOf(ana))
  expect(textsOf(ana)).toContain('Mud')
})

it('writes nothing anew that stays between two places in a line', () => {
  const { ana, bo, deliver, entries, readPast } = writing('')
  ana.caretIn('', 0)
  ana.editor.commands.insertContent('one two three four')
  deliver()
  bo.caretIn('one two three four', 14, 18)
  bo.editor.commands.setBold()
  bo.caretIn('one two three four', 7)
  bo.editor.commands.insertContent(' bad')
  bo.caretIn('one two bad three four', 0, 3)
  bo.editor.commands.insertContent('eins')
  deliver()
  const undo = readPast()
  const before = entries.length
  undo()
  expect(textsOf(ana)).toEqual(['one two three four'])
  expect(ana.editor.getHTML()).not.toContain('strong')
  const written = entries
    .slice(before)
    .flatMap(({ update }) => Y.decodeUpdate(update).structs)
    .flatMap((struct) =>
      struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : [],
    )
  expect(written).toEqual(['one'])
  deliver()
  expect(textsOf(bo)).toEqual(textsOf(ana))
})
