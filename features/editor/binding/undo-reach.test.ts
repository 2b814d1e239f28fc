import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { blocksInReach, newBlocksIn } from '#features/editor/binding/undo-reach'

const origin = {}

function paragraphs(count: number) {
  const doc = new Y.Doc()
  const body = doc.getXmlFragment('default')
  const blocks = Array.from({ length: count }, () => {
    const block = new Y.XmlElement('paragraph')
    block.insert(0, [new Y.XmlText('letters')])
    return block
  })
  body.insert(0, blocks)
  const manager = new Y.UndoManager(body, { trackedOrigins: new Set([origin]) })
  const reach = () =>
    doc.transact((transaction) => {
      const step = manager.undoStack.at(-1)
      if (!step) throw new Error('nothing to undo')
      return blocksInReach(body, step, transaction)
    })
  return { doc, body, blocks, manager, reach }
}

function textOf(block: Y.XmlElement | undefined): Y.XmlText {
  const text: unknown = block?.get(0)
  if (!(text instanceof Y.XmlText)) throw new Error('the block has no text')
  return text
}

test('an undo reaches the blocks that its step was written in, and no others', () => {
  const { doc, blocks, reach } = paragraphs(9)
  doc.transact(() => {
    for (const index of [2, 5]) textOf(blocks[index]).delete(1, 2)
    blocks[7]?.setAttribute('indent', '1')
  }, origin)
  expect([...reach()].map((block) => blocks.indexOf(block)).toSorted((a, b) => a - b)).toEqual([2, 5, 7])
})

test('a block that was brought back is reached in place of the one that went', () => {
  const { doc, body, blocks, manager, reach } = paragraphs(3)
  doc.transact(() => textOf(blocks[1]).insert(0, 'new '), origin)
  manager.stopCapturing()
  doc.transact(() => body.delete(1, 1), origin)
  manager.undo()
  const back: unknown = body.get(1)
  expect(back).not.toBe(blocks[1])
  expect([...reach()]).toContain(back)
})

test('blocks that came with a transaction are told from those that were there', () => {
  const { doc, body } = paragraphs(3)
  const added = new Y.XmlElement('paragraph')
  const found = doc.transact((transaction) => {
    body.insert(1, [added])
    return newBlocksIn(body, transaction)
  })
  expect(found).toEqual([added])
})
