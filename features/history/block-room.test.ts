import { getSchema } from '@tiptap/core'
import { expect, it } from 'vitest'

import { BlockRoom } from '#features/history/block-room'
import type { PastBlock } from '#features/history/past'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())

const blockOf = (key: string, text = 'words'): PastBlock => ({
  key,
  node: schema.node('paragraph', null, schema.text(text)),
  fate: 'same',
})
const blocks = Array.from({ length: 100 }, (_, index) => blockOf(String(index)))

/** As they would be drawn: 40 px each, the first 10 px below where the text begins. */
function measured(): BlockRoom {
  const room = new BlockRoom()
  room.noteLead(10)
  room.note(
    blocks,
    Array.from({ length: 101 }, (_, index) => 10 + 40 * index),
    600,
  )
  return room
}

it('draws what is in sight and a window on either side, and leaves room for the others', () => {
  const part = measured().partInSight(blocks, { top: 2_000, height: 400 }, 0)
  expect(part).toEqual({ from: 39, to: 70, above: 10 + 39 * 40, below: 30 * 40, notesAbove: 0 })
  expect(measured().partInSight(blocks, { top: 0, height: 400 }, 0)).toEqual({
    from: 0,
    to: 20,
    above: 0,
    below: 80 * 40,
    notesAbove: 0,
  })
})

it('draws further blocks on either side, and in the end all', () => {
  const room = measured()
  expect(room.partInSight(blocks, { top: 2_000, height: 400 }, 20)).toMatchObject({ from: 19, to: 90 })
  expect(room.partInSight(blocks, { top: 2_000, height: 400 }, 100)).toEqual({
    from: 0,
    to: 100,
    above: 0,
    below: 0,
    notesAbove: 0,
  })
})

it('draws the end of a text that became shorter than it was scrolled to', () => {
  const short = blocks.slice(0, 15)
  expect(measured().partInSight(short, { top: 3_000, height: 400 }, 0)).toEqual({
    from: 0,
    to: 15,
    above: 0,
    below: 0,
    notesAbove: 0,
  })
})

it('takes a block that changed to be as high as before, and one that is new as high as its text is long', () => {
  const room = measured()
  const changed = blocks.map((block, index) => (index < 50 ? blockOf(block.key, 'other words') : block))
  const part = { top: 2_000, height: 400 }
  expect(room.partInSight(changed, part, 0)).toEqual(room.partInSight(blocks, part, 0))
  const [short, long] = ['a word', 'a word '.repeat(100)].map(
    (text) => room.partInSight([...blocks, blockOf('new', text)], { top: 0, height: 400 }, 0).below,
  )
  expect(long).toBeGreaterThan((short ?? 0) + 100)
})

it('forgets what other blocks of the same key were in another width', () => {
  const room = measured()
  room.note([blocks[0] as PastBlock], [0, 90], 300)
  const again = blocks.map(({ key }) => blockOf(key))
  const guessed = new BlockRoom()
  guessed.noteLead(10)
  guessed.note([blocks[0] as PastBlock], [0, 90], 300)
  const sight = { top: 2_000, height: 400 }
  expect(room.partInSight(again, sight, 0)).toEqual(guessed.partInSight(again, sight, 0))
})

it('counts the notes above, since those below go on with their numbers', () => {
  const withNote: PastBlock = {
    key: 'note',
    node: schema.node('paragraph', null, [
      schema.text('a'),
      schema.node('footnote', null, schema.text('said')),
    ]),
    fate: 'same',
  }
  const room = measured()
  const sight = { top: 2_000, height: 400 }
  expect(room.partInSight([withNote, withNote, ...blocks], sight, 0).notesAbove).toBe(2)
  expect(room.partInSight([...blocks, withNote], sight, 0).notesAbove).toBe(0)
})
