import { describe, expect, it } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { block, body, origin, text, textAt } from '#collab-server/suggestion-check/people-for-tests'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import { drawOwnClientId } from '#protocol/own-client-ids'
import { awarenessMessage, syncStep2Message, updateMessage } from '#protocol/message-parts'
import type { Role } from '#access/roles'

const documentId = 'doc-1'
/** The first waits for a thread that loads the schema. */
const slowly = { withinMs: 30_000 }

type Person = {
  readonly client: WireClient
  readonly doc: Y.Doc
  edit(change: (doc: Y.Doc) => void): Uint8Array
}

/** Somebody with a document of their own, who sends only what the test says. */
async function join(server: TestServer, userId: string, role: Role): Promise<Person> {
  const client = await WireClient.connect(
    server.url + server.pathFor(documentId, { userId, role }, { acks: '1' }),
  )
  await client.catchUp()
  const doc = client.receivedDoc()
  if (role === 'suggester') doc.clientID = drawOwnClientId(userId)
  const edit = (change: (doc: Y.Doc) => void): Uint8Array => {
    const before = Y.encodeStateVector(doc)
    doc.transact(() => change(doc))
    return Y.encodeStateAsUpdate(doc, before)
  }
  return { client, doc, edit }
}

async function startWithText(): Promise<{ server: TestServer; editor: Person }> {
  const server = await startTestServer()
  await server.internal('PUT', `/internal/documents/${documentId}`)
  const editor = await join(server, 'luz', 'editor')
  const first = editor.edit((doc) => {
    body(doc).delete(0, body(doc).length)
    body(doc).insert(0, [block('paragraph', {}, text('one two three'))])
  })
  editor.client.send(updateMessage(first))
  await editor.client.catchUp()
  return { server, editor }
}

const suggest =
  (letters: string, at: number, by = 'ana') =>
  (doc: Y.Doc) =>
    textAt(doc, 0).insert(at, letters, { insertion: origin(by) })

const textOf = (person: Person): string => {
  const doc = person.client.receivedDoc()
  // Without its marks.
  return (textAt(doc, 0).toDelta() as { insert: string }[]).map(({ insert }) => insert).join('')
}

describe('S10: who may only suggest', () => {
  it('is heard by everybody once it is on disk, and told so', { timeout: 60_000 }, async () => {
    const { server, editor } = await startWithText()
    const ana = await join(server, 'ana', 'suggester')
    ana.client.send(updateMessage(ana.edit(suggest('X', 3))))
    ana.client.send(updateMessage(ana.edit(suggest('Y', 4))))
    await eventually(() => expect(textOf(editor)).toBe('oneXY two three'), slowly)
    await eventually(() => expect(ana.client.acks.at(-1)?.messageCount).toBe(2))

    // What was suggested while it was away.
    const eva = await join(server, 'eva', 'suggester')
    eva.edit(suggest('!', 15, 'eva'))
    eva.client.send(syncStep2Message(Y.encodeStateAsUpdate(eva.doc)))
    await eventually(() => expect(textOf(editor)).toBe('oneXY two three!'))

    // In what an editor wrote a moment ago, and accepted.
    for (const update of editor.client.sync('update')) Y.applyUpdate(editor.doc, update)
    const accept = editor.edit((doc) => {
      textAt(doc, 0).format(3, 1, { insertion: null })
      textAt(doc, 0).insert(4, '+')
    })
    editor.client.send(updateMessage(accept))
    await eventually(() => {
      for (const update of ana.client.sync('update')) Y.applyUpdate(ana.doc, update)
      expect(textAt(ana.doc, 0).toString()).toContain('+')
    })
    ana.client.send(updateMessage(ana.edit(suggest('Z', 5))))
    await eventually(() => expect(ana.client.acks.at(-1)?.messageCount).toBe(3))

    // On in what is accepted at that moment: the server says to all that it is suggested, and to its writer.
    for (const update of editor.client.sync('update')) Y.applyUpdate(editor.doc, update)
    const acceptAll = editor.edit((doc) =>
      textAt(doc, 0).format(0, textAt(doc, 0).length, { insertion: null }),
    )
    editor.client.send(updateMessage(acceptAll))
    await editor.client.catchUp()
    ana.client.send(updateMessage(ana.edit(suggest('W', 6))))
    await eventually(() => {
      for (const person of [editor, ana]) {
        for (const update of person.client.sync('update')) Y.applyUpdate(person.doc, update)
        const pieces = textAt(person.doc, 0).toDelta() as { attributes?: object }[]
        const suggested = pieces.filter(({ attributes }) => attributes && 'insertion' in attributes)
        expect(suggested).toMatchObject([{ insert: 'W', attributes: { insertion: { by: 'ana' } } }])
      }
    })
    expect(ana.client.acks.at(-1)?.messageCount).toBe(4)

    // The last to be there, who leaves at once.
    for (const person of [editor, eva]) person.client.webSocket.close()
    await Promise.all([editor.client.closed, eva.client.closed])
    ana.client.send(updateMessage(ana.edit(suggest('?', 0))))
    ana.client.webSocket.close()
    await ana.client.closed
    await eventually(async () => {
      const later = await join(server, 'eva', 'viewer')
      expect(textOf(later)).toBe('?oneX+ZWY two three!')
    })
  })

  it('is closed with 4422 for anything else, and nobody hears of it', { timeout: 60_000 }, async () => {
    const { server, editor } = await startWithText()
    const ana = await join(server, 'ana', 'suggester')
    ana.client.send(updateMessage(ana.edit(suggest('X', 3))))
    ana.client.send(updateMessage(ana.edit((doc) => textAt(doc, 0).delete(0, 3))))
    // Sent before it could know; all of it builds on what is refused.
    ana.client.send(updateMessage(ana.edit(suggest('Z', 0))))
    expect(await ana.client.closed).toMatchObject({ code: 4422 })
    await editor.client.catchUp()
    expect(textOf(editor)).toBe('oneX two three')
    const reason = server.events.find(({ event }) => event === 'message-refused')?.fields?.['reason']
    expect(reason).toContain('takes letters away')

    // What another writes in the same moment is taken all the same.
    const eva = await join(server, 'eva', 'suggester')
    eva.client.send(updateMessage(eva.edit(suggest('Y', 0, 'eva'))))
    editor.client.send(updateMessage(editor.edit((doc) => textAt(doc, 0).insert(13, '!'))))
    // What was committed together comes back to its writer too.
    await eventually(() => expect(textOf(editor)).toMatch(/^YoneX two three!?$/))
    await eventually(() => expect(textOf(eva)).toMatch(/^Y?oneX two three!$/))

    await server.close()
    const again = await startTestServer({ dataDir: server.dataDir })
    const later = await join(again, 'eva', 'viewer')
    expect(textOf(later)).toBe('YoneX two three!')
  })

  it(
    'I5: under the id of an editor who is away nothing is taken, also where nobody remembers them',
    {
      timeout: 60_000,
    },
    async () => {
      const { server, editor } = await startWithText()
      const tom = await join(server, 'tom', 'editor')
      // Everybody goes: the room forgets who was there.
      for (const { client } of [editor, tom]) {
        client.webSocket.close()
        await client.closed
      }
      await eventually(() => expect(server.stats().rooms).toBe(0))
      const thief = await join(server, 'ana', 'suggester')
      thief.doc.clientID = tom.doc.clientID
      thief.client.send(updateMessage(thief.edit(suggest('V', 3))))
      expect(await thief.client.closed).toMatchObject({ code: 4422 })

      // Nor does it keep the editor away that others call themselves by it.
      const squatter = await join(server, 'eva', 'suggester')
      const there = new Awareness(squatter.doc)
      there.clientID = tom.doc.clientID
      there.setLocalState({ user: { name: 'Tom' } })
      squatter.client.send(awarenessMessage(encodeAwarenessUpdate(there, [tom.doc.clientID])))
      there.destroy()
      await squatter.client.catchUp()

      tom.edit((doc) => textAt(doc, 0).insert(13, ', written in the train'))
      const back = await join(server, 'tom', 'editor')
      back.client.send(syncStep2Message(Y.encodeStateAsUpdate(tom.doc)))
      await back.client.catchUp()
      expect(textOf(back)).toBe('one two three, written in the train')
    },
  )
})
