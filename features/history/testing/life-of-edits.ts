import * as Y from 'yjs'

import { lifeKinds, type DocumentLife, type LifeRanges } from '#protocol/document-life'
import { documentField } from '#schema/document-fields'

/** Who, and what they do to the body; nobody known is the empty id. */
export type Edit = readonly [userId: string, edit: (body: Y.XmlFragment) => void]

type Range = { readonly start: number; readonly end: number; readonly sequence: number }

/**
 * The life of a document in which these edits are made one after the other, each person under a client id of theirs, as the
 * collab server would tell it; and what `read` says after each.
 */
export function lifeOfEdits<State>(
  edits: readonly Edit[],
  read: (doc: Y.Doc) => State,
): { life: DocumentLife; states: State[]; update: Uint8Array } {
  const people = [...new Set(edits.map(([userId]) => userId))]
  const doc = new Y.Doc({ gc: false })
  const [births, deaths] = [new Map<number, Range[]>(), new Map<number, Range[]>()]
  const add = (to: Map<number, Range[]>, client: number, range: Range) =>
    to.set(client, [...(to.get(client) ?? []), range])
  const states = edits.map(([userId, edit], index) => {
    doc.clientID = people.indexOf(userId) + 1
    const sequence = index + 1
    doc.once('afterTransaction', ({ beforeState, afterState, deleteSet }: Y.Transaction) => {
      for (const [client, end] of afterState) {
        const start = beforeState.get(client) ?? 0
        if (end > start) add(births, client, { start, end, sequence })
      }
      for (const [client, ranges] of deleteSet.clients) {
        for (const { clock, len } of ranges) add(deaths, client, { start: clock, end: clock + len, sequence })
      }
    })
    doc.transact(() => edit(doc.getXmlFragment(documentField.body)))
    return read(doc)
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  const writers = Uint32Array.from(edits, ([userId]) => people.indexOf(userId))
  const life = {
    first: 1,
    people,
    writers,
    kinds: Uint8Array.from(edits, ([userId]) => lifeKinds.indexOf(userId === '' ? 'seed' : 'written')),
    times: Float64Array.from(edits, (_edit, index) => (index + 1) * 60_000),
    births: inOrder(births),
    deaths: inOrder(deaths),
    update,
  }
  return { life, states, update }
}

function inOrder(clients: ReadonlyMap<number, readonly Range[]>): Map<number, LifeRanges> {
  return new Map(
    Array.from(clients, ([client, ranges]) => {
      const sorted = ranges.toSorted((one, other) => one.start - other.start)
      const column = (read: (range: Range) => number) => Int32Array.from(sorted, read)
      return [
        client,
        {
          starts: column(({ start }) => start),
          ends: column(({ end }) => end),
          sequences: column(({ sequence }) => sequence),
        },
      ]
    }),
  )
}
