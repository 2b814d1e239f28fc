// @vitest-environment jsdom
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { findAddresses } from '#features/editor/links/find-addresses'
import { WrittenAddresses } from '#features/editor/links/written-addresses'

vi.mock('#features/editor/links/find-addresses', { spy: true })

// Nothing is laid out here, so nothing scrolls.
HTMLElement.prototype.scrollIntoView = () => {}

function one(...lines: readonly (readonly [name: string, text: string])[]) {
  const network = testEditors(
    2,
    (body) =>
      body.insert(
        0,
        lines.map(([name, text]) => textBlock(name, text)),
      ),
    undefined,
    [WrittenAddresses],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

/** Each link with the text that leads there. */
const links = ({ editor }: ReturnType<typeof one>['ana']) => {
  const found: string[] = []
  editor.state.doc.descendants(({ marks, text }) => {
    const href: unknown = marks.find(({ type }) => type.name === 'link')?.attrs['href']
    if (typeof href === 'string') found.push(`${text} -> ${href}`)
  })
  return found
}

const pasteInto = ({ editor }: ReturnType<typeof one>['ana'], text: string) => {
  const event = new Event('paste', { bubbles: true, cancelable: true })
  const clipboardData = {
    types: ['text/plain'],
    files: [],
    getData: (type: string) => (type === 'text/plain' ? text : ''),
  }
  editor.view.dom.dispatchEvent(Object.assign(event, { clipboardData }))
}

test('a typed address becomes a link with the space after it, and the space does not', () => {
  const { ana } = one(['paragraph', ''])
  typeText(ana.editor, 'ver (www.ejemplo.es/a),')
  expect(links(ana)).toEqual([])
  typeText(ana.editor, ' y más ')
  expect(links(ana)).toEqual(['www.ejemplo.es/a -> https://www.ejemplo.es/a'])
  expect(ana.editor.state.doc.textContent).toBe('ver (www.ejemplo.es/a), y más ')
})

test('and with the end of its line', () => {
  const { ana } = one(['paragraph', 'de '])
  ana.caretIn('de ', 3)
  typeText(ana.editor, 'ana@example.org')
  pressKeys(ana.editor, 'Enter')
  expect(links(ana)).toEqual(['ana@example.org -> mailto:ana@example.org'])
})

test('not in code, not in what is a link already, and not where somebody else typed it', () => {
  const { ana, ben, deliver } = one(['codeBlock', 'x'], ['paragraph', 'y'])
  ana.caretIn('x', 1)
  typeText(ana.editor, ' https://x.org ')
  expect(links(ana)).toEqual([])

  ana.caretIn('y', 1)
  typeText(ana.editor, ' https://x.org')
  deliver()
  typeText(ana.editor, ' ')
  expect(links(ana)).toEqual(['https://x.org -> https://x.org'])
  expect(links(ben)).toEqual([])
  deliver()
  expect(links(ben)).toEqual(['https://x.org -> https://x.org'])

  ana.caretIn('y https://x.org ', 8)
  typeText(ana.editor, ' ')
  expect(links(ana)).toEqual(['https: //x.org -> https://x.org'])
})

test('pasted addresses are links; one that is pasted over text is where that leads', () => {
  const { ana } = one(['paragraph', ''], ['paragraph', 'aquí'])
  ana.caretIn('', 0)
  pasteInto(ana, 'uno https://x.org/1, dos www.example.com, notes.md')
  expect(links(ana)).toEqual([
    'https://x.org/1 -> https://x.org/1',
    'www.example.com -> https://www.example.com',
  ])
  ana.caretIn('aquí', 0, 4)
  pasteInto(ana, 'https://x.org/3')
  expect(links(ana).at(-1)).toBe('aquí -> https://x.org/3')
  ana.editor.commands.unsetLink()
  expect(links(ana)).toHaveLength(2)
})

test('what somebody else writes is not looked through here', () => {
  const { ana, ben, deliver } = one(['paragraph', 'https://x.org'])
  // Written past the editor, by a program of theirs: nobody made a link of it.
  const [line] = ben.binding.body.toArray()
  const words = line instanceof Y.XmlElement ? line.get(0) : undefined
  if (!(words instanceof Y.XmlText)) throw new Error('the first line has no text')
  words.insert(13, ' ')
  vi.mocked(findAddresses).mockClear()
  deliver()
  expect(ana.editor.state.doc.textContent).toBe('https://x.org ')
  expect(findAddresses).not.toHaveBeenCalled()
  expect(links(ana)).toEqual([])

  ana.caretIn('https://x.org ', 14)
  typeText(ana.editor, 'y ')
  expect(findAddresses).toHaveBeenCalledOnce()
})

test('a link taken away stays away when its line becomes something else', () => {
  const { ana } = one(['paragraph', 'de '], ['paragraph', 'fin'])
  ana.caretIn('de ', 3)
  typeText(ana.editor, 'https://x.org ')
  expect(links(ana)).toHaveLength(1)
  ana.caretIn('de https://x.org ', 3, 17)
  ana.editor.commands.unsetLink()
  expect(links(ana)).toEqual([])

  ana.editor.commands.toggleBold()
  ana.editor.commands.deleteRange({ from: 17, to: 18 })
  expect(ana.editor.state.doc.textContent).toBe('de https://x.orgfin')
  ana.editor.commands.selectAll()
  for (const toggle of [
    'toggleBulletList',
    'toggleOrderedList',
    'toggleTaskList',
    'toggleBlockquote',
  ] as const) {
    ana.editor.commands[toggle]()
    ana.editor.commands[toggle]()
  }
  ana.editor.commands.toggleHeading({ level: 2 })
  ana.editor.commands.toggleHeading({ level: 2 })
  expect(links(ana)).toEqual([])

  ana.caretIn('de https://x.org', 16)
  pressKeys(ana.editor, 'Enter')
  expect(links(ana)).toEqual(['https://x.org -> https://x.org'])
})

test('a long word is not looked through with each space in it', () => {
  const long = 'a'.repeat(200_000)
  const { ana } = one(['paragraph', `${long} ${long}`])
  ana.editor.commands.setTextSelection(2 * long.length + 2)
  const before = process.cpuUsage()
  typeText(ana.editor, ' https://x.org ')
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(6)
  expect(links(ana)).toEqual(['https://x.org -> https://x.org'])
})

test('what changes many places at once was not typed', () => {
  const { ana } = one(['paragraph', 'x'])
  const { tr } = ana.editor.state
  for (let count = 0; count < 101; count++) tr.insertText(' https://x.org ', 1)
  vi.mocked(findAddresses).mockClear()
  ana.editor.view.dispatch(tr)
  expect(findAddresses).not.toHaveBeenCalled()
})

test('of very many addresses pasted into one line the first are links', () => {
  const { ana } = one(['paragraph', ''])
  pasteInto(ana, 'https://x.org '.repeat(510))
  expect(links(ana)).toHaveLength(500)
})
