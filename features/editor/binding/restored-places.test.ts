import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { OwnUndoManager } from '#features/editor/binding/undo-manager'

const origin = {}

/** Two people with one line that says `xyz`, of whom the first has a history to undo. */
function together(undoManager: (body: Y.XmlFragment) => Y.UndoManager) {
  const start = new Y.Doc()
  start.clientID = 9
  const line = new Y.XmlElement('paragraph')
  line.insert(0, [new Y.XmlText('xyz')])
  start.getXmlFragment('default').insert(0, [line])
  const [ana, ben] = [1, 2].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(start))
    return { doc, body: doc.getXmlFragment('default') }
  })
  if (!ana || !ben) throw new Error('two were asked for')
  return {
    ana,
    ben,
    history: undoManager(ana.body),
    exchange: () => {
      const [ofAna, ofBen] = [ana, ben].map(({ doc }) => Y.encodeStateAsUpdate(doc))
      if (!ofAna || !ofBen) throw new Error('two were asked for')
      Y.applyUpdate(ana.doc, ofBen)
      Y.applyUpdate(ben.doc, ofAna)
    },
  }
}

function lineOf({ body }: { readonly body: Y.XmlFragment }): Y.XmlText {
  const line: unknown = body.get(0)
  const text: unknown = line instanceof Y.XmlElement ? line.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('there is no line')
  return text
}

/** A letter that Ana has deleted and brought back, Ben's beside it, and then all of the line gone and brought back. */
function tellStory({ ana, ben, history, exchange }: ReturnType<typeof together>): void {
  lineOf(ben).insert(2, 'c')
  ana.doc.transact(() => lineOf(ana).delete(2, 1), origin)
  history.undo()
  exchange()
  expect(lineOf(ana).toString()).toBe('xyzc')
  history.stopCapturing()
  ana.doc.transact(() => ana.body.delete(0, 1), origin)
  history.undo()
  exchange()
}

test('what an undo brings back stands in one order for everybody', () => {
  const all = together((body) => new OwnUndoManager(body, origin))
  tellStory(all)
  expect(lineOf(all.ana).toString()).toBe('xyzc')
  expect(lineOf(all.ben).toString()).toBe('xyzc')
  const newcomer = new Y.Doc()
  Y.applyUpdate(newcomer, Y.encodeStateAsUpdate(all.ana.doc))
  expect(lineOf({ body: newcomer.getXmlFragment('default') }).toString()).toBe('xyzc')
  all.history.destroy()
})

test('the undo of Yjs by itself leaves it in another (so long as it does, ours tells the places anew)', () => {
  const all = together((body) => new Y.UndoManager(body, { trackedOrigins: new Set([origin]) }))
  tellStory(all)
  expect(lineOf(all.ana).toString()).toBe('xyzc')
  expect(lineOf(all.ben).toString()).toBe('xycz')
  all.history.destroy()
})
