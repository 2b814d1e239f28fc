import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { DocumentWorkshop } from '#collab-server/document-workshop'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { RandomEditor, visibleContent } from '#collab-server/testing/random-editor'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import type { LoadedDocument } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

const rounds = Number(process.env.FOLD_ROUNDS ?? 40)

function seenIn(doc: Y.Doc): unknown {
  const { text, list, map, xml } = visibleContent(doc) as Readonly<Record<string, unknown>>
  return { text, list, map, xml }
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

const storedIn = ({ snapshot, updates }: LoadedDocument): Y.Doc =>
  docOf(snapshot ? [snapshot, ...updates] : updates)

/** What some people do who hear of each other now and then. */
function editedBy(people: number, steps: number, random: () => number): Uint8Array[] {
  const editors = Array.from({ length: people }, (_, index) => new RandomEditor(index + 1, random))
  const choose = (): RandomEditor => editors[Math.floor(random() * people)] as RandomEditor
  for (let step = 0; step < steps; step++) {
    choose().act()
    if (random() > 0.3) continue
    const [from, to] = [choose(), choose()]
    to.receive(Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
  }
  return editors.flatMap(({ updates }) => updates)
}

it(
  `folds lose and revive nothing in ${rounds} documents, whatever waits or was deleted before it came`,
  async () => {
    const first = chooseSeed()
    const store = await JournaledDocumentUpdateStore.open(temporaryFolder())
    const workshop = new DocumentWorkshop(1_000)
    onTestFinished(async () => {
      await workshop.close()
      await store.close()
    })
    let waited = 0
    for (let seed = first; seed < first + rounds; seed++) {
      const random = seededRandom(seed)
      const documentId = `document ${seed}`
      const all = editedBy(3, 60, random)
      const whole = seenIn(docOf(all))
      const member = docOf(all)
      const about = { documentId, receivedAt: 1, userId: '', sessionId: '' }
      // Each update comes in one of three parts, in any order, and a fold follows each part.
      const parts: Uint8Array[][] = [[], [], []]
      for (const update of all) parts[Math.floor(random() * 3)]?.splice(Math.floor(random() * 9), 0, update)
      for (const part of parts) {
        await store.append(part.map((update) => ({ ...about, update })))
        const loaded = await store.loadPacked(documentId)
        if (!loaded) throw new Error('nothing is stored')
        const { lastSequence } = loaded
        const { snapshot } = await workshop.digest(loaded, { fold: true, project: false })
        if (!snapshot) throw new Error('nothing was folded')
        await store.compact(documentId, lastSequence, snapshot)
        // Somebody who has it all hears nothing new of a fold.
        Y.applyUpdate(member, snapshot)
        const { pendingStructs, pendingDs } = docOf([snapshot]).store
        if (pendingStructs || pendingDs) waited++
      }
      const folded = await store.load(documentId)
      expect(folded?.updates).toEqual([])
      const doc = storedIn(folded as LoadedDocument)
      expect([seed, doc.store.pendingStructs, doc.store.pendingDs]).toEqual([seed, null, null])
      expect({ seed, ...(seenIn(doc) as object) }).toEqual({ seed, ...(whole as object) })
      expect({ seed, ...(seenIn(member) as object) }).toEqual({ seed, ...(whole as object) })
      // Nothing is forgotten by it: the history alone makes the same document.
      const entries = await store.readEntries(documentId, 0, all.length + 1)
      expect(entries).toHaveLength(all.length)
      expect(seenIn(docOf(entries.map(({ update }) => update)))).toEqual(whole)
    }
    expect(waited).toBeGreaterThan(rounds)
  },
  20_000 + rounds * 1_000,
)
