import { getSchema } from '@tiptap/core'
import { EditorState } from '@tiptap/pm/state'
import { DecorationSet } from '@tiptap/pm/view'
import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { Past } from '#features/history/past'
import { lifeOfEdits } from '#features/history/testing/life-of-edits'
import { writingAt, writtenPlugin } from '#features/history/written-plugin'
import { WrittenLetters } from '#features/history/written-letters'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { readBody } from '#schema/read-nodes'

const schema = getSchema(documentExtensions())
const block = (name: string, text: string) => {
  const element = new Y.XmlElement(name)
  element.insert(0, [new Y.XmlText(text)])
  return element
}
const textIn = (body: Y.XmlFragment, index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText

const userOf = (client: number) => (client === 999 ? 'eva' : undefined)

it('tells whose each letter of a live text is: by its past, and of what is newer by whose client it came from', () => {
  const { life, update } = lifeOfEdits(
    [
      ['', (body) => body.insert(0, [block('paragraph', 'Start ')])],
      ['ana', (body) => textIn(body, 0).insert(6, 'one two')],
      [
        'luz',
        (body) => {
          textIn(body, 0).delete(9, 4)
          body.insert(1, [block('paragraph', ' two')])
        },
      ],
    ],
    () => null,
  )
  const past = new Past(life, () => '#1977bf')
  onTestFinished(() => past.destroy())
  const live = new Y.Doc()
  Y.applyUpdate(live, update)
  live.clientID = 999
  const body = live.getXmlFragment(documentField.body)
  textIn(body, 1).insert(2, 'NEW')
  const elements = new Map(
    readBody(body, schema, new Map()).map((node, index) => [node, body.get(index)] as const),
  )
  const doc = schema.topNodeType.create(null, [...elements.keys()])
  const state = EditorState.create({ doc })
  const letters = new WrittenLetters(past, userOf, (node) => elements.get(node))
  const runs = doc.children.map((node) =>
    letters.runsOf(node).map(({ from, to, userId, sequence }) => [from, to, userId, sequence]),
  )
  expect(runs).toEqual([
    [
      [0, 6, '', 1],
      [6, 9, 'ana', 2],
    ],
    [
      [0, 2, 'ana', 2],
      [2, 5, 'eva', null],
      [5, 7, 'ana', 2],
    ],
  ])
  // The letter before the caret, and at the beginning of a block the one behind it.
  expect(writingAt(state, letters, 7)?.userId).toBe('')
  expect(writingAt(state, letters, 8)?.userId).toBe('ana')
  expect(writingAt(state, letters, 1)?.userId).toBe('')
})

it('tells apart what somebody typed and what they brought in one go', () => {
  const long = 'x'.repeat(100)
  const { life, update } = lifeOfEdits(
    [
      ['', (body) => body.insert(0, [block('paragraph', '')])],
      ['ana', (body) => textIn(body, 0).insert(0, 'typed')],
      ['ana', (body) => textIn(body, 0).insert(5, long)],
      ['ana', (body) => textIn(body, 0).insert(105, 'again')],
    ],
    () => null,
  )
  const past = new Past(life, () => '#1977bf')
  onTestFinished(() => past.destroy())
  const live = new Y.Doc()
  Y.applyUpdate(live, update)
  const body = live.getXmlFragment(documentField.body)
  const [node] = readBody(body, schema, new Map())
  if (!node) throw new Error('the paragraph is gone')
  const letters = new WrittenLetters(past, userOf, () => body.get(0))
  expect(letters.runsOf(node).map(({ from, to, sequence }) => [from, to, sequence])).toEqual([
    [0, 5, 2],
    [5, 105, 3],
    [105, 110, 4],
  ])
  const plugin = writtenPlugin(letters, {
    colorOf: () => '#1977bf',
    wordsOf: ({ sequence }) => `entry ${sequence}`,
    isAtOnce: ({ sequence }) => sequence !== null && past.atOnce.has(sequence),
  })
  const state = EditorState.create({ doc: schema.topNodeType.create(null, [node]), plugins: [plugin] })
  const found = plugin.getState(state) ?? DecorationSet.empty
  const lines = found.find().map((decoration) => /2px (\w+)/.exec(JSON.stringify(decoration))?.[1])
  expect(lines).toEqual(['solid', 'dashed', 'solid'])
})
