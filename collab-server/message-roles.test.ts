import { describe, expect, it } from 'vitest'
import { encodeAwarenessUpdate, Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { can, roles, type Action, type Role } from '#access/roles'
import { signDocumentToken } from '#access/document-token'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { awarenessMessage, syncStep2Message, tokenMessage, updateMessage } from '#protocol/message-parts'
import { messageType, syncMessageType } from '#protocol/message-types'

// Every message of the socket x every role x guests and accounts, and strangers, with what becomes of it. The routes of the app have their table in e2e/route-roles.test.ts.

const documentId = 'doc-1'
const secretText = 'what nobody else may read'

type Scene = {
  readonly server: TestServer
  readonly sender: WireClient
  /** An editor beside the sender. */
  readonly witness: WireClient
  readonly role: Role
  readonly userId: string
  /** A client id that nobody else in the test uses. */
  readonly clientId: number
}

type Row = {
  readonly message: string
  /** What a role has to be able to do for it. */
  readonly needs: Action
  readonly allowed: string
  /** For the roles that may not; there are none of which nothing is said. */
  readonly refused?: string
  /** For those who may only suggest, of what is no suggestion. */
  readonly notSuggested?: string
  /** Sends it and tells what came of it. */
  readonly send: (scene: Scene) => Promise<string>
}

let lastClientId = 1000

function caretOf(clientId: number, state: unknown): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const awareness = new Awareness(doc)
  awareness.setLocalState({ state })
  const update = encodeAwarenessUpdate(awareness, [clientId])
  doc.destroy()
  return update
}

/**
 * What the sender writes: `taken` where the witness has it; where it is nowhere `dropped` if the sender is still
 * there, else with what it was closed.
 */
async function write(scene: Scene, wrap: (update: Uint8Array) => readonly Uint8Array[]): Promise<string> {
  const { sender, witness, clientId, role } = scene
  const text = `written by ${clientId}`
  sender.send(wrap(textUpdate(text, clientId)))
  const refused = role === 'suggester' ? await closing(scene) : 'dropped'
  if (role !== 'suggester') await sender.catchUp()
  await witness.catchUp()
  return witness.receivedDoc().getText('text').toString().includes(text) ? 'taken' : refused
}

const heardBy = (witness: WireClient, text: string): boolean =>
  witness.awareness.some((update) => Buffer.from(update).includes(text))

const closing = async ({ sender }: Scene): Promise<string> => `closed ${(await sender.closed).code}`

async function livesOn({ sender }: Scene): Promise<string> {
  await sender.catchUp()
  return 'nothing'
}

function tokenFor(
  { userId, role }: Scene,
  claims: { readonly documentId?: string; readonly role?: Role },
): string {
  const issuedAt = Date.now()
  const expiresAt = issuedAt + 60_000
  return signDocumentToken(testSecret, {
    documentId,
    userId,
    role,
    via: 'address',
    issuedAt,
    expiresAt,
    ...claims,
  })
}

const malformedUpdate = Uint8Array.of(messageType.sync, syncMessageType.update, 3, 9, 9, 9)

const rows: readonly Row[] = [
  {
    message: 'sync step 1',
    needs: 'read',
    allowed: 'the document',
    send: async ({ sender }) => {
      await sender.catchUp()
      return sender.receivedDoc().getText('secret').toString() === secretText
        ? 'the document'
        : 'something else'
    },
  },
  {
    message: 'sync step 2',
    needs: 'write',
    allowed: 'taken',
    refused: 'dropped',
    notSuggested: 'closed 4422',
    send: (scene) => write(scene, syncStep2Message),
  },
  {
    message: 'update',
    needs: 'write',
    allowed: 'taken',
    refused: 'dropped',
    notSuggested: 'closed 4422',
    send: (scene) => write(scene, updateMessage),
  },
  {
    message: 'an update that is none',
    needs: 'write',
    allowed: 'closed 4400',
    refused: 'nothing',
    notSuggested: 'closed 4422',
    send: (scene) => {
      scene.sender.send(malformedUpdate)
      return can(scene.role, 'suggest') ? closing(scene) : livesOn(scene)
    },
  },
  {
    message: 'awareness of oneself',
    needs: 'read',
    allowed: 'heard',
    send: async ({ sender, witness, clientId }) => {
      sender.send(awarenessMessage(caretOf(clientId, `caret of ${clientId}`)))
      await eventually(() => expect(heardBy(witness, `caret of ${clientId}`)).toBe(true))
      return 'heard'
    },
  },
  {
    message: 'awareness in the name of somebody else',
    needs: 'manage',
    allowed: 'not heard',
    refused: 'not heard',
    send: async ({ server, sender, witness, clientId }) => {
      const other = await join(server, { userId: 'other', role: 'viewer' })
      const [others, own] = [clientId + 500_000, clientId]
      other.send(awarenessMessage(caretOf(others, `truth of ${others}`)))
      await eventually(() => expect(heardBy(witness, `truth of ${others}`)).toBe(true))
      sender.send(awarenessMessage(caretOf(others, `forged for ${others}`)))
      sender.send(awarenessMessage(caretOf(own, `caret of ${own}`)))
      await eventually(() => expect(heardBy(witness, `caret of ${own}`)).toBe(true))
      return heardBy(witness, `forged for ${others}`) ? 'heard' : 'not heard'
    },
  },
  {
    message: 'awareness query',
    needs: 'read',
    allowed: 'who is there',
    send: async ({ sender, witness, clientId }) => {
      witness.send(awarenessMessage(caretOf(clientId + 700_000, `witness of ${clientId}`)))
      await eventually(() => expect(heardBy(sender, `witness of ${clientId}`)).toBe(true))
      sender.messages.length = 0
      sender.send(Uint8Array.of(messageType.queryAwareness))
      await eventually(() => expect(heardBy(sender, `witness of ${clientId}`)).toBe(true))
      return 'who is there'
    },
  },
  {
    message: 'a token of the same role',
    needs: 'read',
    allowed: 'nothing',
    send: (scene) => {
      scene.sender.send(tokenMessage(tokenFor(scene, {})))
      return livesOn(scene)
    },
  },
  {
    message: 'a token for another document',
    needs: 'read',
    allowed: 'closed 4401',
    send: (scene) => {
      scene.sender.send(tokenMessage(tokenFor(scene, { documentId: 'doc-2' })))
      return closing(scene)
    },
  },
  {
    message: 'a token that it made itself',
    needs: 'read',
    allowed: 'closed 4401',
    send: (scene) => {
      const [payload = ''] = tokenFor(scene, { role: 'owner' }).split('.')
      scene.sender.send(tokenMessage(`${payload}.${'A'.repeat(43)}`))
      return closing(scene)
    },
  },
  {
    message: 'an acknowledgement, which only the server sends',
    needs: 'read',
    allowed: 'nothing',
    send: (scene) => {
      scene.sender.send(Uint8Array.of(messageType.ack, 1, 0, 9))
      return livesOn(scene)
    },
  },
  {
    message: 'auth, which nobody sends',
    needs: 'read',
    allowed: 'nothing',
    send: (scene) => {
      scene.sender.send(Uint8Array.of(messageType.auth, 0))
      return livesOn(scene)
    },
  },
  {
    message: 'a message of an unknown type',
    needs: 'read',
    allowed: 'nothing',
    send: (scene) => {
      scene.sender.send(Uint8Array.of(99, 1, 2, 3))
      return livesOn(scene)
    },
  },
  {
    message: 'a text message',
    needs: 'read',
    allowed: 'closed 1003',
    send: (scene) => {
      scene.sender.webSocket.send('hello')
      return closing(scene)
    },
  },
]

type Who = { readonly userId: string; readonly role: Role; readonly sessionId?: string }

const join = (server: TestServer, who: Who): Promise<WireClient> =>
  WireClient.connect(server.url + server.pathFor(documentId, who))

async function startWithSecret(): Promise<TestServer> {
  const server = await startTestServer()
  await server.internal('PUT', `/internal/documents/${documentId}`)
  const doc = new Y.Doc()
  doc.getText('secret').insert(0, secretText)
  const writer = await join(server, { userId: 'ana', role: 'editor' })
  writer.sendDoc(doc)
  await writer.catchUp()
  return server
}

const people = roles.flatMap((role): readonly (Who & { readonly name: string })[] => [
  { name: `${role}, a guest`, role, userId: `guest-${role}` },
  { name: `${role}, an account`, role, userId: `account-${role}`, sessionId: `session-${role}` },
])

describe('the messages of those who were let in', () => {
  it.each(people)('$name', async ({ userId, role, sessionId }) => {
    const server = await startWithSecret()
    const witness = await join(server, { userId: 'witness', role: 'editor' })
    const outcomes: Record<string, string> = {}
    for (const { message, send } of rows) {
      const sender = await join(server, { userId, role, ...(sessionId !== undefined && { sessionId }) })
      const scene = { server, sender, witness, role, userId, clientId: ++lastClientId }
      outcomes[message] = await send(scene)
    }
    const expected = rows.map(({ message, needs, allowed, refused, notSuggested = refused }) => [
      message,
      can(role, needs) ? allowed : role === 'suggester' ? notSuggested : refused,
    ])
    expect(outcomes).toEqual(Object.fromEntries(expected))
  })
})

describe('the messages of strangers', () => {
  it('without a token there is no socket to send them on', async () => {
    const server = await startWithSecret()
    const stranger = await WireClient.connect(`${server.url}/${documentId}?schema=999`)
    expect(stranger.refusedWith).toBe(401)
    expect(stranger.messages).toEqual([])
  })

  it('with a token that has expired none is handled and nothing is told', async () => {
    const server = await startWithSecret()
    const path = server.pathFor(documentId, { expiresAt: Date.now() - 1, role: 'owner' })
    const stranger = await WireClient.connect(server.url + path)
    stranger.send(updateMessage(textUpdate('forged', 900)))
    stranger.send(awarenessMessage(caretOf(900, 'forged')))
    stranger.send(Uint8Array.of(messageType.queryAwareness))
    expect(await stranger.closed).toMatchObject({ code: 4401 })
    expect(stranger.messages).toEqual([])
    const reader = await join(server, { userId: 'reader', role: 'viewer' })
    await reader.catchUp()
    expect(reader.receivedDoc().getText('text').toString()).toBe('')
    expect(heardBy(reader, 'forged')).toBe(false)
  })
})
