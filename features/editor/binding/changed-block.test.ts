// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'
import type * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'

test.each([1, 8])('typing into one of two blocks that are the same node stays in it (at %i)', (place) => {
  const network = testEditors(2, (body: Y.XmlFragment) => body.insert(0, [textBlock('paragraph', 'twice')]))
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  const { view } = ana.editor
  const block = view.state.doc.child(0)
  view.dispatch(view.state.tr.insert(block.nodeSize, block))
  view.dispatch(view.state.tr.insertText('x', place))
  view.dispatch(view.state.tr.insertText('y', place))
  network.deliver()
  const texts = place === 1 ? ['yxtwice', 'twice'] : ['twice', 'yxtwice']
  expect(ana.editor.state.doc.children.map(({ textContent }) => textContent)).toEqual(texts)
  expect(ben.editor.state.doc.children.map(({ textContent }) => textContent)).toEqual(texts)
})
