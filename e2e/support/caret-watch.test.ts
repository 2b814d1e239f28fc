// @vitest-environment jsdom
import type { Page } from '@playwright/test'
import { expect, onTestFinished, test } from 'vitest'

import { caretReport, watchCaret } from '#e2e/support/caret-watch'
import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'

/** Ana's page is this one. */
const page = { evaluate: (act: () => unknown) => Promise.resolve(act()) } as unknown as Page

async function watched(text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]))
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  const { dom } = ana.editor.view
  document.body.append(dom)
  onTestFinished(() => {
    network.destroy()
    dom.remove()
  })
  dom.focus()
  await watchCaret(page)
  return { ana, ben, deliver: () => network.deliver() }
}

const write = ({ editor }: TestEditor, letters: string) =>
  editor.view.dispatch(editor.state.tr.insertText(letters))

/** Not by the command, which scrolls. */
const splitLine = ({ editor: { state, view } }: TestEditor) =>
  view.dispatch(state.tr.split(state.selection.from))

test('own letters that are put back before the caret are no lost caret, however they were written', async () => {
  const { ana, ben, deliver } = await watched('一')
  ana.caretIn('一', 1)
  write(ana, '丁')
  ben.editor.commands.toggleHeading({ level: 2 })
  deliver()
  expect(ana.around).toBe('一丁|')
  const { checks, problems } = await caretReport(page)
  expect([checks, problems]).toEqual([2, []])
})

test('a caret at the end of a line that two people parted is where it was, though that end is there twice', async () => {
  const { ana, ben, deliver } = await watched('一丁丂七')
  ana.caretIn('一丁丂七', 2)
  splitLine(ana)
  ben.caretIn('一丁丂七', 0)
  write(ben, '三')
  splitLine(ben)
  deliver()
  expect(ana.editor.state.doc.children.map(({ textContent }) => textContent)).toEqual([
    '三',
    '丂七',
    '一丁丂七',
  ])
  expect(ana.editor.state.selection.$head.index(0)).toBe(1)
  expect((await caretReport(page)).problems).toEqual([])
})

test('a selected space stays what is selected when others write before it', async () => {
  const { ana, ben, deliver } = await watched('一 丁')
  ana.caretIn('一 丁', 1, 2)
  ben.caretIn('一 丁', 1)
  write(ben, '丂')
  deliver()
  expect(ana.editor.state.selection).toMatchObject({ from: 3, to: 4 })
  expect(await caretReport(page)).toEqual({ checks: 1, problems: [] })
})

test('a caret that others take along is lost', async () => {
  const { ana } = await watched('一丁')
  ana.caretIn('一丁', 1)
  const { tr } = ana.editor.state
  ana.editor.view.dispatch(tr.insertText('丂', 2).setMeta('y-sync$', { isChangeOrigin: true }))
  const { problems } = await caretReport(page)
  expect(problems).toEqual([expect.stringMatching('the caret left 一')])
})

test('one that is not behind a typed letter is lost, also where the key has no name', async () => {
  const { ana } = await watched('一')
  ana.caretIn('一', 1)
  ana.editor.view.dom.dispatchEvent(new KeyboardEvent('keypress', { charCode: 0x4e01, bubbles: true }))
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('丁', 1))
  const { problems } = await caretReport(page)
  expect(problems).toEqual([expect.stringMatching('丁 was typed and is not left of the caret')])
})
