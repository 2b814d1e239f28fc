// @vitest-environment jsdom
import { TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { schema } from '#collab-server/suggestion-check/people-for-tests'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { seededRandom } from '#collab-server/testing/random'
import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { pressKeys } from '#features/editor/commands/keys-for-tests'
import { setSuggesting, Suggesting } from '#features/editor/suggesting/suggesting'

// What the editor makes of somebody's work while they suggest is what the server takes of those who may do nothing else.

const seeds = Array.from({ length: Number(process.env['SUGGESTION_SEEDS'] ?? 3) }, (_, index) => index + 1)
const operationsPerSeed = 60

type Operation = readonly [name: string, run: (person: TestEditor) => unknown]

const operations: readonly Operation[] = [
  ['type', ({ editor }) => editor.view.dispatch(editor.state.tr.insertText('x'))],
  ['type a word', ({ editor }) => editor.view.dispatch(editor.state.tr.insertText('ab c'))],
  ['enter', ({ editor }) => pressKeys(editor, 'Enter')],
  ['backspace', ({ editor }) => pressKeys(editor, 'Backspace')],
  ['delete selection', ({ editor }) => editor.commands.deleteSelection()],
  ['bold', ({ editor }) => editor.commands.toggleBold()],
  ['code', ({ editor }) => editor.commands.toggleCode()],
  ['break', ({ editor }) => editor.commands.setHardBreak()],
  ['heading', ({ editor }) => editor.commands.toggleHeading({ level: 2 })],
  ['bullets', ({ editor }) => editor.commands.toggleBulletList()],
  ['quote', ({ editor }) => editor.commands.toggleBlockquote()],
  ['divider', ({ editor }) => editor.commands.setHorizontalRule()],
  ['undo', ({ editor }) => editor.commands.undo()],
  ['redo', ({ editor }) => editor.commands.redo()],
  ['pause', ({ binding }) => binding.undoManager.stopCapturing()],
]

function goSomewhere({ editor }: TestEditor, below: (limit: number) => number): void {
  const { doc, tr } = editor.state
  const $from = doc.resolve(below(doc.content.size + 1))
  const $to = doc.resolve(Math.min($from.pos + below(12), doc.content.size))
  editor.view.dispatch(tr.setSelection(TextSelection.between($from, below(2) === 0 ? $from : $to)))
}

test.each(seeds)('whatever is done while suggesting is taken (seed %i)', (seed) => {
  const next = seededRandom(seed)
  const below = (limit: number): number => Math.floor(next() * limit)
  let ids = 0
  const network = testEditors(
    3,
    (body) =>
      body.insert(
        0,
        Array.from({ length: 5 }, () => textBlock('paragraph', 'one two three')),
      ),
    undefined,
    [Suggesting.configure({ newId: () => `id-${(ids += 1)}`, now: () => 1_000 + ids })],
  )
  const { people } = network
  const [first] = people
  if (!first) throw new Error('three editors were asked for')
  const mirror = new SuggestionMirror(schema, Y.encodeStateAsUpdate(first.doc), (error) => {
    throw error
  })
  const sent: { readonly from: number; readonly update: Uint8Array }[] = []
  const log: string[] = []
  people.forEach(({ doc }, from) => {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') sent.push({ from, update })
    })
  })
  const refusals: string[] = []
  const reach = (): void => {
    for (const { from, update } of sent.splice(0)) {
      const clientIds = people.slice(from, from + 1).map(({ doc }) => doc.clientID)
      const refusal = from === 2 ? null : mirror.check(update, { userId: `person-${from}`, clientIds })
      if (from === 2) refusals.push(...(mirror.apply(update, 'person-2') ? ['a letter was freed'] : []))
      else if (refusal !== null) refusals.push(`person-${from} ${refusal} after ${log.join(', ')}`)
    }
  }
  people.slice(0, 2).forEach(({ editor }, index) => setSuggesting(editor, `person-${index}`))
  try {
    for (let step = 0; step < operationsPerSeed; step += 1) {
      const index = below(people.length)
      const person = people[index]
      const operation = operations[below(operations.length)]
      if (!person || !operation) throw new Error('nobody does nothing')
      if (below(2) === 0) goSomewhere(person, below)
      operation[1](person)
      log.push(`${index} ${operation[0]}`)
      reach()
      network.deliver()
      // Formatting that became redundant is tidied up by whoever hears of it, whatever they may do.
      reach()
      expect(refusals).toEqual([])
    }
  } finally {
    network.destroy()
  }
})
