// @vitest-environment jsdom
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { goToHit, replaceAllHits, replaceHit, setFindQuery } from '#features/editor/find/find-commands'
import { findPlugin, findState } from '#features/editor/find/find-plugin'
import { type FindQuery, noQuery, queryPattern } from '#features/editor/find/find-query'
import { PatternSearch } from '#features/editor/find/pattern-search'
import type { PatternRequest } from '#features/editor/find/pattern-worker'
import { filledReplacement, textMatches } from '#features/editor/find/text-matches'

beforeAll(() => {
  // Nothing has a place in jsdom, and nothing scrolls.
  Range.prototype.getClientRects = () => document.createElement('i').getClientRects()
  Range.prototype.getBoundingClientRect = () => new DOMRect()
  vi.stubGlobal('scrollBy', () => {})
})

/** A worker that answers when told to, or never. */
function heldWorkers() {
  const asked: (() => void)[] = []
  let ended = 0
  const start = () => {
    const target = new EventTarget()
    return {
      addEventListener: target.addEventListener.bind(target),
      terminate: () => (ended += 1),
      postMessage({ id, source, flags, texts }: PatternRequest) {
        const matches = texts.map((text) => textMatches(text, new RegExp(source, flags)))
        asked.push(() => target.dispatchEvent(new MessageEvent('message', { data: { id, matches } })))
      },
    }
  }
  return { search: new PatternSearch(start), asked, ended: () => ended }
}

function two(...lines: string[]) {
  const network = testEditors(2, (body) =>
    body.insert(
      0,
      lines.map((line) => textBlock('paragraph', line)),
    ),
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  const workers = heldWorkers()
  ana.editor.registerPlugin(findPlugin(workers.search))
  return { ana, ben, workers, deliver: () => network.deliver() }
}

function found({ editor }: TestEditor): string[] {
  const { hits = [], current = -1 } = findState(editor.state) ?? {}
  return hits.map(({ from, to }, index) => {
    const text = editor.state.doc.textBetween(from, to)
    return index === current ? `[${text}]` : text
  })
}

const lines = ({ editor }: TestEditor) => editor.state.doc.children.map((block) => block.textContent)
const look = ({ editor }: TestEditor, text: string, more: Partial<FindQuery> = {}) =>
  setFindQuery(editor, { ...noQuery, text, ...more })

test.each([
  ['a.b', {}, 'a.b axb', ['a.b']],
  ['word', {}, 'Word sword', ['Word', 'word']],
  ['word', { matchCase: true }, 'Word sword', ['word']],
  ['word', { wholeWord: true }, 'Word sword', ['Word']],
  ['año', { wholeWord: true }, 'año daño años AÑO', ['año', 'AÑO']],
  ['[a-c]+', { isPattern: true }, 'abc xyz cab', ['abc', 'cab']],
  ['x*', { isPattern: true }, 'axxb', ['xx']],
  ['a|b', { isPattern: true, wholeWord: true }, 'a ab b', ['a', 'b']],
])('%j with %j in %j is found as %j', (text, options, line, expected) => {
  const pattern = queryPattern({ ...noQuery, text, ...options })
  expect(pattern).toBeInstanceOf(RegExp)
  expect(textMatches(line, pattern as RegExp).map((match) => match.text)).toEqual(expected)
})

test.each(['(', 'a)(b', '[z-a]', '+'])('%j is no expression', (text) => {
  expect(queryPattern({ ...noQuery, text, isPattern: true })).toBe('invalid')
  expect(queryPattern({ ...noQuery, text })).toBeInstanceOf(RegExp)
})

test('a replacement takes what the groups took', () => {
  const match = { index: 0, text: 'ab', groups: ['a', undefined] }
  expect(filledReplacement('$1-$2-$3-$&-$$1', match)).toBe('a---ab-$1')
})

test('finds in every block, begins at the caret and goes round', () => {
  const { ana } = two('one two', 'two', 'no')
  ana.caretIn('two', 0)
  look(ana, 'two')
  expect(found(ana)).toEqual(['two', '[two]'])
  goToHit(ana.editor, 1)
  expect(found(ana)).toEqual(['[two]', 'two'])
  goToHit(ana.editor, -1)
  expect(found(ana)).toEqual(['two', '[two]'])
  expect(ana.around).toBe('two|')
  look(ana, '')
  expect(found(ana)).toEqual([])
})

test('others who type, split and delete around it do not move the hit that is shown', () => {
  const { ana, ben, deliver } = two('first two', 'second two', 'third two')
  ana.caretIn('second two', 0)
  look(ana, 'two')
  expect(found(ana)).toEqual(['two', '[two]', 'two'])
  ben.caretIn('first two', 5)
  typeText(ben.editor, ' two two')
  pressKeys(ben.editor, 'Enter')
  deliver()
  expect(found(ana)).toEqual(['two', 'two', 'two', '[two]', 'two'])
  expect(ana.editor.state.doc.resolve(hitFrom(ana)).parent.textContent).toBe('second two')
  ben.caretIn('second two', 0, 7)
  ben.editor.commands.deleteSelection()
  deliver()
  expect(ana.editor.state.doc.resolve(hitFrom(ana)).parent.textContent).toBe('two')
  // Into the word itself: it is none any more, and the next one is shown.
  ben.caretIn('third two', 8)
  typeText(ben.editor, 'x')
  deliver()
  expect(found(ana)).toEqual(['two', 'two', 'two', '[two]'])
})

function hitFrom({ editor }: TestEditor): number {
  const { hits = [], current = -1 } = findState(editor.state) ?? {}
  return hits[current]?.from ?? -1
}

test('replaces one and goes to the next, also with what contains it', () => {
  const { ana, ben, deliver } = two('a b a', 'a')
  ana.caretIn('a b a', 0)
  look(ana, 'a')
  replaceHit(ana.editor, 'aa')
  expect(found(ana)).toEqual(['a', 'a', '[a]', 'a'])
  replaceHit(ana.editor, '')
  deliver()
  expect(lines(ben)).toEqual(['aa b ', 'a'])
})

test('replaces all at once, in the looks of each, and takes it back by one undo', () => {
  const { ana, ben, deliver } = two('one two one', 'one')
  ana.caretIn('one two one', 8, 11)
  ana.editor.commands.toggleBold()
  ana.caretIn('one', 3)
  typeText(ana.editor, 's')
  look(ana, 'one')
  expect(replaceAllHits(ana.editor, 'three')).toBe(3)
  // What was typed right before and after is not one step with it.
  ana.caretIn('threes', 6)
  typeText(ana.editor, 'x')
  deliver()
  expect(ben.editor.getHTML()).toBe('<p>three two <strong>three</strong></p><p>threesx</p>')
  ana.editor.commands.undo()
  expect(lines(ana)).toEqual(['three two three', 'threes'])
  ana.editor.commands.undo()
  expect(lines(ana)).toEqual(['one two one', 'ones'])
})

test('replacing all leaves what another types at that moment', () => {
  const { ana, ben, deliver } = two('cat and cat')
  look(ana, 'cat')
  ben.caretIn('cat and cat', 7)
  typeText(ben.editor, ' a')
  replaceAllHits(ana.editor, 'dog')
  deliver()
  expect(lines(ana)).toEqual(['dog and a dog'])
  expect(lines(ben)).toEqual(lines(ana))
})

test('a pattern is looked for beside the page; its hits follow what changes meanwhile', async () => {
  const { ana, ben, workers, deliver } = two('x1', 'x2')
  look(ana, String.raw`x(\d)`, { isPattern: true })
  expect(findState(ana.editor.state)?.isSearching).toBe(true)
  ben.caretIn('x1', 0)
  typeText(ben.editor, 'new ')
  deliver()
  workers.asked[0]?.()
  await expect.poll(() => found(ana)).toEqual(['[x1]', 'x2'])
  expect(replaceAllHits(ana.editor, '$1y')).toBe(2)
  expect(lines(ana)).toEqual(['new 1y', '2y'])
})

test('a pattern that runs away is ended and said to be too slow', async () => {
  const { ana, workers } = two('aaaa')
  look(ana, '(a+)+b', { isPattern: true })
  await expect.poll(() => findState(ana.editor.state)?.problem, { timeout: 5_000 }).toBe('slow')
  expect(workers.ended()).toBe(1)
  look(ana, 'a', { isPattern: true })
  await expect.poll(() => workers.asked.length).toBe(2)
  workers.asked[1]?.()
  await expect.poll(() => found(ana)).toHaveLength(4)
})

test('a newer pattern ends the search for the one before', async () => {
  const { ana, workers } = two('ab')
  look(ana, 'a', { isPattern: true })
  look(ana, 'b', { isPattern: true })
  expect(workers.ended()).toBe(1)
  workers.asked[0]?.()
  workers.asked[1]?.()
  await expect.poll(() => found(ana)).toEqual(['[b]'])
})

test('an invalid pattern says so and finds nothing', () => {
  const { ana } = two('(')
  look(ana, '(', { isPattern: true })
  expect(findState(ana.editor.state)).toMatchObject({ problem: 'invalid', hits: [] })
})
