import * as Y from 'yjs'

import { seededRandom } from '#collab-server/testing/random'
import {
  applyPatches,
  readRecordedTrace,
  type RecordedTrace,
  type RecordedTransaction,
} from '#collab-server/testing/recorded-trace'

export type NamedTrace = RecordedTrace & { readonly name: string }

/**
 * Two people who really wrote at once: `friendsforever`. Where it is absent, a made-up trace of the same
 * shape, with what plain Yjs makes of it as its end.
 */
export function friendsForever(): NamedTrace {
  const trace = readRecordedTrace('friendsforever')
  if (trace) return { ...trace, name: 'friendsforever' }
  console.warn('friendsforever.json.gz is not there; replaying a made-up trace instead')
  return madeUpTrace(3_000)
}

/** Two documents that hear of each other now and then, with each edit's parents noted. */
function madeUpTrace(length: number): NamedTrace {
  const random = seededRandom(20_260)
  const txns: RecordedTransaction[] = []
  const people = [0, 1].map((agent) => {
    const doc = new Y.Doc()
    doc.clientID = agent + 1
    const sent: Uint8Array[] = []
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'merge') sent.push(update)
    })
    return { agent, doc, sent, own: [] as number[], merged: 0 }
  })
  while (txns.length < length) {
    const me = people[random() < 0.5 ? 0 : 1]
    const other = people.find((person) => person !== me)
    if (!me || !other) break
    if (random() < 0.1)
      while (me.merged < other.sent.length)
        Y.applyUpdate(me.doc, other.sent[me.merged++] as Uint8Array, 'merge')
    const text = me.doc.getText('text')
    const position = Math.floor(random() * (text.length + 1))
    const deleteCount = position < text.length && random() < 0.2 ? 1 : 0
    const patches = [
      [position, deleteCount, deleteCount ? '' : String.fromCodePoint(97 + (txns.length % 26))],
    ] as const
    const parents = [me.own.at(-1), other.own[me.merged - 1]].filter((parent) => parent !== undefined)
    me.own.push(txns.push({ agent: me.agent, parents, patches }) - 1)
    applyPatches(me.doc, patches)
  }
  const [ana, luz] = people
  if (!ana || !luz) throw new Error('two people were made')
  for (const update of luz.sent) Y.applyUpdate(ana.doc, update, 'merge')
  return { name: 'made up', endContent: ana.doc.getText('text').toJSON(), txns }
}
