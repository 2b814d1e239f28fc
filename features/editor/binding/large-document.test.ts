// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'
import type * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'

test('a remote key in a document of 3,000 paragraphs costs little and redraws one paragraph', () => {
  const network = testEditors(2, (body: Y.XmlFragment) => {
    const words = 'Wash the lentils in a bowl until the water runs clear, then let them drain a while. '
    body.insert(
      0,
      Array.from({ length: 3_000 }, (_, index) => textBlock('paragraph', `${index} ${words}`)),
    )
  })
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.setTextSelection(100)
  ben.editor.commands.setTextSelection(150_010)
  const untouched = ana.editor.state.doc.child(10)
  const times: number[] = []
  const localTimes: number[] = []
  for (let key = 0; key < 30; key += 1) {
    const began = performance.now()
    ben.editor.view.dispatch(ben.editor.state.tr.insertText('x'))
    const written = performance.now()
    network.deliver()
    localTimes.push(written - began)
    times.push(performance.now() - written)
  }
  console.info(
    `3,000 paragraphs: local key ${median(localTimes).toFixed(1)} ms, remote key ${median(times).toFixed(1)} ms`,
  )
  expect(ana.editor.state.doc.child(10)).toBe(untouched)
  expect(ana.editor.state.selection.head).toBe(100)
  // Far above what it takes, for slow machines; rebuilding the document takes seconds here.
  expect(median(times)).toBeLessThan(150)
})

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
