// @vitest-environment jsdom
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { newLetters, randomEdits, randomFrom } from '#features/editor/binding/random-edits-for-tests'
import { relativeSelection } from '#features/editor/binding/selections'
import { readBody } from '#schema/read-nodes'

const operationsPerRun = 250
/** Seeds that once failed, and a few more; `FUZZ_SEED=n` runs one. */
const seeds = process.env['FUZZ_SEED'] ? [Number(process.env['FUZZ_SEED'])] : [1, 4, 6, 16, 101, 102, 1035]

/** The caret's left letter, as Yjs knows it; null where the caret has none. */
function leftLetter({ editor, binding }: TestEditor): Y.ID | null {
  const { selection } = editor.state
  const { empty, $head } = selection
  if (!empty || !$head.parent.isTextblock || $head.parentOffset === 0) return null
  return relativeSelection(selection, binding.body, binding.cache).head.item
}

function expectCaretKept({ editor, doc }: TestEditor, id: Y.ID | null, letter: string): void {
  if (!id) return
  const item = Y.getItem(doc.store, id)
  if (!(item instanceof Y.Item) || item.deleted) return
  const { $head } = editor.state.selection
  expect($head.parent.textBetween(0, $head.parentOffset, undefined, ' ').at(-1)).toBe(letter)
}

/** The empty block that the caret is in. */
function emptyBlock({ editor, binding }: TestEditor): Y.XmlElement | null {
  const { parent } = editor.state.selection.$head
  const block = parent.isTextblock && parent.content.size === 0 ? binding.cache.elementOf(parent) : null
  return block instanceof Y.XmlElement ? block : null
}

/** Where it is still shown: what others have left of a list item may not be one any more. */
function expectCaretInBlock({ editor, binding }: TestEditor, block: Y.XmlElement | null): void {
  let isShown = false
  editor.state.doc.descendants((node) => {
    isShown ||= block !== null && binding.cache.elementOf(node) === block
    return !isShown
  })
  const blockNow = isShown ? binding.cache.elementOf(editor.state.selection.$head.parent) : block
  expect(blockNow).toBe(block)
}

/** Marks on what is not text are not shared, and not seen. */
function withoutMarksOnBreaks(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'hardBreak'
      ? { type: 'hardBreak' }
      : value,
  )
}

function expectShown({ editor, binding }: TestEditor): void {
  const shared = readBody(binding.body, editor.schema, new Map()).map((node) => node.toJSON() as unknown)
  expect(withoutMarksOnBreaks(editor.getJSON().content)).toEqual(withoutMarksOnBreaks(shared))
  editor.state.doc.check()
}

test.each(seeds)('three editors agree and their carets stay with their text (seed %i)', (seed) => {
  const random = randomFrom(seed)
  const letter = newLetters()
  const network = testEditors(3, (body) => {
    body.insert(0, [
      textBlock('heading', letter() + letter(), { level: 1 }),
      ...Array.from({ length: 6 }, () => textBlock('paragraph', Array.from({ length: 9 }, letter).join(''))),
    ])
  })
  const known = randomEdits(random, letter)
  const log: string[] = []
  try {
    for (let step = 0; step < operationsPerRun; step += 1) {
      const index = random(network.people.length)
      const person = network.people[index]
      const [name, run] = known[random(known.length)] ?? []
      if (!person || !name || !run) throw new Error('nothing to do')
      log.push(`${step}: ${index} ${name}`)
      run(person)
      expectShown(person)
      if (random(3) > 0) continue
      const carets = network.people.map((other) => {
        const { $head } = other.editor.state.selection
        const letter = $head.nodeBefore?.text?.at(-1) ?? ' '
        return { id: leftLetter(other), letter, block: emptyBlock(other) }
      })
      log.push(`${step}: deliver`)
      network.deliver()
      network.people.forEach((other, at) => {
        expectShown(other)
        expectCaretKept(other, carets[at]?.id ?? null, carets[at]?.letter ?? '')
        expectCaretInBlock(other, carets[at]?.block ?? null)
      })
    }
    for (let round = 0; round < 5; round += 1) network.deliver()
    const [first, ...others] = network.people
    for (const other of others) {
      expect(withoutMarksOnBreaks(other.editor.getJSON())).toEqual(
        withoutMarksOnBreaks(first?.editor.getJSON()),
      )
    }
    for (const { binding } of network.people) expect(binding.fallbacks).toBe(0)
  } catch (error) {
    console.error(`seed ${seed}, FUZZ_SEED=${seed} runs it again:\n${log.slice(-12).join('\n')}`)
    throw error
  } finally {
    network.destroy()
  }
})
