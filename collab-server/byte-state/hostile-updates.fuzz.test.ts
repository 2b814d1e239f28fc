import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import type { RoomState } from '#collab-server/room-state'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { damaged } from '#collab-server/testing/random-damage'
import { obedientDoc, RandomEditor, visibleContent } from '#collab-server/testing/random-editor'
import { YjsRoomState } from '#collab-server/yjs-room-state'
import { ProtocolError } from '#protocol/protocol-error'

const open = byteRoomStates()

const docOf = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = obedientDoc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

const read = (doc: Y.Doc): string =>
  inspect(visibleContent(doc), { depth: null, maxArrayLength: null, maxStringLength: null }).replaceAll(
    /[\u{10000}-\u{10FFFF}]/gu,
    '\uFFFD\uFFFD',
  )

/** What a state says of an update: why it refuses it, or undefined. */
function refusal(state: RoomState, update: Uint8Array): string | undefined {
  try {
    state.apply(update)
  } catch (error) {
    if (error instanceof ProtocolError) return error.closeName
    throw error
  }
  return undefined
}

/** @returns whether it was taken. */
function check(base: Uint8Array, update: Uint8Array): boolean {
  const document = { snapshot: base, snapshotSequence: 1, updates: [], lastSequence: 1, changedAt: 0 }
  const state = open(document)
  const refused = refusal(state, update)
  assert.equal(refusal(new YjsRoomState(document), update), refused)
  if (refused) {
    assert.deepEqual(
      state.encodeStateAsUpdate(Uint8Array.of(0)),
      open(document).encodeStateAsUpdate(Uint8Array.of(0)),
    )
    return false
  }
  const doc = docOf([base])
  Y.applyUpdate(doc, update)
  assert.equal(read(docOf([state.encodeStateAsUpdate(Uint8Array.of(0))])), read(doc))
  assert.deepEqual(
    Y.decodeStateVector(state.encodeStateVector()),
    Y.decodeStateVector(Y.encodeStateVector(doc)),
  )
  // Yjs is as able to go on as before: to write itself down, to merge, and to say what changed.
  docOf([Y.mergeUpdates([base, update])])
  docOf([Y.encodeStateAsUpdate(doc)])
  let heard = false
  doc.once('update', () => (heard = true))
  doc.getText('probe').insert(0, 'x')
  assert.ok(heard)
  return true
}

function run(seed: number, updates: number): number {
  const random = seededRandom(seed)
  const editors = [7, 2 ** 31 + 9].map((id) => new RandomEditor(id, random))
  const [one, other] = editors as [RandomEditor, RandomEditor]
  for (let act = 0; act < 15; act++) for (const editor of editors) editor.act()
  const base = Y.mergeUpdates([Y.encodeStateAsUpdate(one.doc), Y.encodeStateAsUpdate(other.doc)])
  one.receive(base)
  other.receive(base)
  const known = Y.encodeStateVector(one.doc)
  for (const editor of editors) editor.updates.length = 0
  for (let act = 0; act < 10; act++) for (const editor of editors) editor.act()
  const honest = [...one.updates, ...other.updates, Y.encodeStateAsUpdate(one.doc, known)]
  let taken = 0
  for (let count = 0; count < updates; count++) {
    const update = honest[Math.floor(random() * honest.length)] as Uint8Array
    const donor = honest[Math.floor(random() * honest.length)] as Uint8Array
    const bad = damaged(update, donor, random)
    try {
      if (check(base, bad)) taken++
    } catch (error) {
      throw new Error(`${Buffer.from(base).toString('base64')} then ${Buffer.from(bad).toString('base64')}`, {
        cause: error,
      })
    }
  }
  return taken
}

const updatesWanted = Number(process.env.FUZZ_UPDATES ?? 1_500)

test(
  `S7: of ${updatesWanted} damaged updates, what is taken applies in Yjs and means the same there`,
  { timeout: 3_600_000 },
  () => {
    const first = chooseSeed()
    let done = 0
    let taken = 0
    for (let seed = first; done < updatesWanted; seed++, done += 100) {
      try {
        taken += run(seed, 100)
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
    // Neither everything nor nothing, or this would have shown little.
    expect(taken).toBeGreaterThan(done / 100)
    expect(taken).toBeLessThan(done)
    if (process.env.FUZZ_UPDATES) console.log(`seeds from ${first}: ${done} damaged updates, ${taken} taken`)
  },
)
