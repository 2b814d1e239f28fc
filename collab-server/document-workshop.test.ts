import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { DocumentWorkshop } from '#collab-server/document-workshop'
import { packRuns } from '#storage/packed-updates'
import { encodeRun } from '#storage/run-codec'

const about = { snapshotSequence: 0, lastSequence: 0, changedAt: 0 }

async function fold(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<Uint8Array> {
  const workshop = new DocumentWorkshop(1_000)
  onTestFinished(() => workshop.close())
  const wanted = { fold: true, project: false }
  const digest = await workshop.digest({ ...about, snapshot, ...packed(updates) }, wanted)
  if (!digest.snapshot) throw new Error('nothing was folded')
  return digest.snapshot
}

const packed = (updates: readonly Uint8Array[]) =>
  packRuns([
    encodeRun(
      updates.map((update) => ({ documentId: 'd', receivedAt: 1, userId: '', sessionId: 's', update })),
    ),
  ])

/** Updates of somebody who types and deletes. */
function typed(doc: Y.Doc, count: number): Uint8Array[] {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array): void => void updates.push(update)
  doc.on('update', keep)
  const text = doc.getText('text')
  for (let index = 0; index < count; index++) {
    if (index % 5 === 4) text.delete(Math.floor(text.length / 2), 1)
    else text.insert((index * 7) % (text.length + 1), String.fromCodePoint(97 + (index % 26)))
  }
  doc.off('update', keep)
  return updates
}

it('reads what a document begins with along with its projection', async () => {
  const workshop = new DocumentWorkshop(1_000)
  onTestFinished(() => workshop.close())
  await workshop.warmUp()
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('The first words')])
  doc.getXmlFragment('default').insert(0, [paragraph])
  const stored = () => ({ ...about, snapshot: Y.encodeStateAsUpdate(doc), ...packed([]) })
  const { opening, projection } = await workshop.digest(stored(), { fold: false, project: true })
  expect(projection?.excerpt).toContain('The first words')
  expect(opening).toContain('The first words')
  expect(opening).toBe(await workshop.readOpening(stored()))
  expect(await workshop.digest(stored(), { fold: false, project: false })).toMatchObject({
    opening: undefined,
  })
})

it('folds a snapshot and the updates behind it into what Yjs makes of them', async () => {
  const doc = new Y.Doc()
  const first = await fold(null, typed(doc, 500))
  const second = await fold(first, typed(doc, 500))
  expect(Buffer.compare(second, Y.encodeStateAsUpdate(doc))).toBe(0)
})

it('keeps what waits for something that has not come', async () => {
  const doc = new Y.Doc()
  const updates = typed(doc, 20)
  const [missing] = updates.splice(6, 1)
  const folded = await fold(null, updates)
  const restored = new Y.Doc()
  Y.applyUpdate(restored, folded)
  expect(restored.getText('text').toJSON()).not.toBe(doc.getText('text').toJSON())
  if (missing) Y.applyUpdate(restored, missing)
  expect(restored.getText('text').toJSON()).toBe(doc.getText('text').toJSON())
})
