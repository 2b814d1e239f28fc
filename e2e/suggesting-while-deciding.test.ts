// @vitest-environment jsdom
import { deepStrictEqual } from 'node:assert/strict'
import { TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { docOf, rejected, schema, shown } from '#collab-server/suggestion-check/people-for-tests'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { seededRandom } from '#collab-server/testing/random'
import { testEditor, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { pressKeys } from '#features/editor/commands/keys-for-tests'
import { setSuggesting, Suggesting } from '#features/editor/suggesting/suggesting'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'

// Two who may only suggest and one who edits and decides, each of whom hears of the others late, or for a while of
// nobody: whatever the two do is taken, and changes nothing of the text without it.

/** `SUGGESTION_SEEDS=100` is the long form, from `SUGGESTION_FIRST_SEED` on. */
const firstSeed = Number(process.env['SUGGESTION_FIRST_SEED'] ?? 1)
const seeds = Array.from(
  { length: Number(process.env['SUGGESTION_SEEDS'] ?? 2) },
  (_, index) => firstSeed + index,
)
const operationsPerSeed = Number(process.env['SUGGESTION_OPERATIONS'] ?? 80)

type Operation = readonly [name: string, run: (person: TestEditor) => unknown]

const everybodys: readonly Operation[] = [
  ['type', ({ editor }) => editor.view.dispatch(editor.state.tr.insertText('x'))],
  ['type', ({ editor }) => editor.view.dispatch(editor.state.tr.insertText('y'))],
  ['type a word', ({ editor }) => editor.view.dispatch(editor.state.tr.insertText('ab c'))],
  ['enter', ({ editor }) => pressKeys(editor, 'Enter')],
  ['backspace', ({ editor }) => pressKeys(editor, 'Backspace')],
  ['backspace', ({ editor }) => pressKeys(editor, 'Backspace')],
  ['delete selection', ({ editor }) => editor.commands.deleteSelection()],
  ['bold', ({ editor }) => editor.commands.toggleBold()],
  ['break', ({ editor }) => editor.commands.setHardBreak()],
  ['heading', ({ editor }) => editor.commands.toggleHeading({ level: 2 })],
  ['bullets', ({ editor }) => editor.commands.toggleBulletList()],
  ['quote', ({ editor }) => editor.commands.toggleBlockquote()],
  ['divider', ({ editor }) => editor.commands.setHorizontalRule()],
  ['undo', ({ editor }) => editor.commands.undo()],
  ['undo', ({ editor }) => editor.commands.undo()],
  ['redo', ({ editor }) => editor.commands.redo()],
  ['pause', ({ binding }) => binding.undoManager.stopCapturing()],
]

const decisions: readonly Operation[] = (['accept', 'reject'] as const).flatMap((decision): Operation[] => [
  [`${decision} all`, ({ editor }) => editor.commands.decideSuggestions(decision)],
  [
    `${decision} here`,
    ({ editor }) => {
      const { from, to } = editor.state.selection
      return editor.commands.decideSuggestions(decision, { from, to: Math.max(to, from + 1) })
    },
  ],
])

function goSomewhere({ editor }: TestEditor, below: (limit: number) => number): void {
  const { doc, tr } = editor.state
  const $from = doc.resolve(below(doc.content.size + 1))
  const $to = doc.resolve(Math.min($from.pos + below(12), doc.content.size))
  editor.view.dispatch(tr.setSelection(TextSelection.between($from, below(2) === 0 ? $from : $to)))
}

/** Of those who may only suggest it is beyond those of all others (PROTOCOL I5). */
const idOf = (index: number): number => (index === 2 ? 1_000 : 2 ** 40 + index)

/** A room as it orders what comes, and three who are in it. */
class Room {
  readonly people: readonly TestEditor[]
  readonly log: string[] = []
  readonly #mirror: SuggestionMirror
  readonly #taken: { readonly from: number; readonly update: Uint8Array }[] = []
  /** How much of it each has heard. */
  readonly #heard = [0, 0, 0]
  /** What each has not sent yet. */
  readonly #unsent: Uint8Array[][] = [[], [], []]

  constructor(state: Uint8Array, nextId: () => number) {
    this.#taken.push({ from: -1, update: state })
    this.#mirror = new SuggestionMirror(schema, state, (error) => {
      throw error
    })
    this.people = [0, 1, 2].map((index) => {
      const doc = new Y.Doc()
      doc.clientID = idOf(index)
      Y.applyUpdate(doc, state)
      this.#heard[index] = 1
      doc.on('update', (update: Uint8Array, from: unknown) => {
        if (from !== 'network') this.#unsent[index]?.push(update)
      })
      const suggesting = Suggesting.configure({
        newId: () => `id-${nextId()}`,
        now: () => 1_000 + nextId(),
      })
      return testEditor(doc, undefined, [suggesting])
    })
    this.people.slice(0, 2).forEach(({ editor }, index) => setSuggesting(editor, `person-${index}`))
  }

  get doc(): Y.Doc {
    return docOf(this.#taken.map(({ update }) => update))
  }

  /** As much as it has, as one update after a while offline or as it was made. */
  send(index: number, asOne: boolean): void {
    const unsent = this.#unsent[index]?.splice(0) ?? []
    const updates = asOne && unsent.length > 1 ? [Y.mergeUpdates(unsent)] : unsent
    for (const update of updates) {
      if (index === 2) {
        const freed = this.#mirror.apply(update, 'person-2')
        this.#taken.push({ from: index, update })
        if (freed) this.#taken.push({ from: -1, update: freed })
      } else this.#check(index, update)
    }
  }

  hear(index: number): void {
    const { doc } = this.people[index] as TestEditor
    for (const { from, update } of this.#taken.slice(this.#heard[index]))
      if (from !== index) Y.applyUpdate(doc, update, 'network')
    this.#heard[index] = this.#taken.length
  }

  #check(index: number, update: Uint8Array): void {
    const userId = `person-${index}`
    const before = this.doc
    const clientIds = [idOf(index)]
    const { refusal, mend } = this.#mirror.judge(update, { userId, clientIds })
    const last = (): string => this.log.slice(-30).join(', ')
    if (refusal !== null) throw new Error(`${userId}: ${refusal}, after ${last()}`)
    this.#taken.push({ from: index, update })
    if (mend) this.#taken.push({ from: -1, update: mend })
    const after = this.doc
    const without = (doc: Y.Doc): unknown => withoutSuggestions(shown(doc), { by: userId }).toJSON()
    deepStrictEqual(rejected(after), rejected(before), `${userId} has changed the text, after ${last()}`)
    deepStrictEqual(without(after), without(before), `${userId} has changed others', after ${last()}`)
  }
}

function firstState(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  const lines = Array.from({ length: 5 }, () => textBlock('paragraph', 'one two three'))
  doc.getXmlFragment('default').insert(0, lines)
  return Y.encodeStateAsUpdate(doc)
}

test.each(seeds)('what is suggested while somebody decides is taken (seed %i)', (seed) => {
  const next = seededRandom(seed)
  const below = (limit: number): number => Math.floor(next() * limit)
  let ids = 0
  const room = new Room(firstState(), () => (ids += 1))
  const offlineUntil = [0, 0, 0]
  try {
    for (let step = 0; step < operationsPerSeed; step += 1) {
      const index = below(room.people.length)
      const person = room.people[index] as TestEditor
      const known = index === 2 && below(3) === 0 ? decisions : everybodys
      const operation = known[below(known.length)] as Operation
      // They go on where they are, more often than not.
      if (below(5) < 2) goSomewhere(person, below)
      room.log.push(`${step}: ${index} ${operation[0]}`)
      operation[1](person)
      if (below(40) === 0) offlineUntil[index] = step + below(30)
      for (const each of [0, 1, 2]) {
        if ((offlineUntil[each] ?? 0) > step) continue
        if (below(2) === 0) room.send(each, (offlineUntil[each] ?? 0) === step)
        if (below(2) === 0) room.hear(each)
      }
    }
    // What is heard is tidied up, and told.
    for (let round = 0; round < 4; round += 1) {
      for (const each of [0, 1, 2]) room.send(each, false)
      for (const each of [0, 1, 2]) room.hear(each)
    }
    const all = shown(room.doc).toJSON() as unknown
    for (const { doc } of room.people) expect(shown(doc).toJSON()).toEqual(all)
  } catch (error) {
    console.error(`seed ${seed}, SUGGESTION_FIRST_SEED=${seed} SUGGESTION_SEEDS=1 runs it again`)
    throw error
  } finally {
    for (const { editor } of room.people) editor.destroy()
  }
})
