import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as encoding from 'lib0/encoding'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { opcode } from '#collab-server/testing/client-frame'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { awarenessMessage, syncStep2Message, updateMessage } from '#protocol/message-parts'

const access = { mode: 'open' } as const
const victimId = 7

function awarenessOf(clientId: number, state: object | null, clock = 1): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, JSON.stringify(state))
  return encoding.toUint8Array(encoder)
}

/** What the victim's id would write next, after these updates, made by somebody else. */
function forgedAfter(known: Uint8Array): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, known)
  doc.clientID = victimId
  const before = Y.encodeStateVector(doc)
  doc.getText('text').insert(0, 'forged ')
  return Y.encodeStateAsUpdate(doc, before)
}

/** Everybody as a stock client sees them that got these messages. */
function seenBy(client: WireClient): ReadonlyMap<number, unknown> {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  for (const update of client.awareness) applyAwarenessUpdate(awareness, update, 'server')
  awareness.doc.destroy()
  return awareness.getStates()
}

describe('I2: structs under the id of somebody who is here', () => {
  it('are refused with 4509, and what the victim writes then reaches everybody', async () => {
    const server = await startTestServer({ access })
    const victim = stockClient(server.url, 'room', { clientId: victimId })
    await synced(victim)
    victim.doc.getText('text').insert(0, 'mine')
    const witness = stockClient(server.url, 'room')
    await eventually(() => expect(witness.doc.getText('text').toJSON()).toBe('mine'))
    for (const message of [updateMessage, syncStep2Message]) {
      const thief = await WireClient.connect(`${server.url}/room`)
      thief.send(message(forgedAfter(Y.encodeStateAsUpdate(victim.doc))))
      expect(await thief.closed).toEqual({ code: 4509, reason: 'client id in use' })
    }
    victim.doc.getText('text').insert(4, ', still')
    await eventually(() => expect(witness.doc.getText('text').toJSON()).toBe('mine, still'))
    expect(victim.doc.getText('text').toJSON()).toBe('mine, still')
    expect(victim.provider.wsconnected).toBe(true)
  })

  it('are refused too where the victim says nothing of itself but writes', async () => {
    const server = await startTestServer({ access })
    const victim = await WireClient.connect(`${server.url}/room?acks=1`)
    const mine = textUpdate('mine', victimId)
    victim.send(updateMessage(mine))
    await eventually(() => expect(victim.acks).toHaveLength(1))
    const thief = await WireClient.connect(`${server.url}/room`)
    thief.send(awarenessMessage(awarenessOf(victimId, { name: 'thief' })))
    thief.send(updateMessage(forgedAfter(mine)))
    expect(await thief.closed).toMatchObject({ code: 4509 })
    expect([...seenBy(victim).values()]).not.toContainEqual({ name: 'thief' })
  })

  it('may be repeated by anybody, and written once their owner has left', async () => {
    const server = await startTestServer({ access })
    const owner = await WireClient.connect(`${server.url}/room?acks=1`)
    const text = textUpdate('hola', victimId)
    owner.send(updateMessage(text))
    await eventually(() => expect(owner.acks).toHaveLength(1))
    const other = await WireClient.connect(`${server.url}/room?acks=1`)
    other.send(syncStep2Message(text))
    await eventually(() => expect(other.acks.at(-1)?.messageCount).toBe(1))
    owner.webSocket.close()
    await eventually(() => expect(server.stats().connections).toBe(1))
    other.send(syncStep2Message(forgedAfter(text)))
    await eventually(() => expect(other.acks.at(-1)?.messageCount).toBe(2))
  })

  it('what somebody brings of others in a step 2 is theirs, not the bringer’s', async () => {
    const server = await startTestServer({ access })
    const bringer = await WireClient.connect(`${server.url}/room?acks=1`)
    bringer.send(syncStep2Message(textUpdate('made offline', victimId)))
    await eventually(() => expect(bringer.acks).toHaveLength(1))
    const owner = stockClient(server.url, 'room', { clientId: victimId })
    await synced(owner)
    await eventually(() => expect(owner.doc.getText('text').toJSON()).toBe('made offline'))
    owner.doc.clientID = victimId
    owner.doc.getText('text').insert(0, 'yes, ')
    await bringer.catchUp()
    await eventually(() => expect(bringer.receivedDoc().getText('text').toJSON()).toBe('yes, made offline'))
  })
})

/** A connection with a caret that hears nothing any more, as after a broken network. */
async function halfOpen(server: TestServer, path: string): Promise<void> {
  const raw = new RawSocket(server.port)
  await raw.upgrade(path, 'dGhlIHNhbXBsZSBub25jZQ==')
  const said = Buffer.concat(awarenessMessage(awarenessOf(victimId, { at: 'before' })))
  raw.sendFrame(opcode.binary, said)
  raw.socket.pause()
}

describe('I3, I4: somebody who is back before the dead connection was noticed', () => {
  it('gets in at the next attempt, as the dead one shows no life', async () => {
    const server = await startTestServer({ access, limits: { doubtMs: 100 } })
    const witness = await WireClient.connect(`${server.url}/room`)
    await halfOpen(server, '/room')
    await eventually(() => expect(seenBy(witness).get(victimId)).toEqual({ at: 'before' }))
    const again = stockClient(server.url, 'room', { clientId: victimId })
    again.doc.getText('text').insert(0, 'written meanwhile')
    await eventually(() => expect(witness.receivedDoc().getText('text').toJSON()).toBe('written meanwhile'))
    await eventually(() => expect(server.stats().connections).toBe(2))
  })

  it('with a token is let in at once, text and caret, while the dead one is still there', async () => {
    const server = await startTestServer({ limits: { doubtMs: 60_000 } })
    await server.internal('PUT', '/internal/documents/doc-1')
    const ana = server.pathFor('doc-1', { userId: 'ana' }, { acks: '1' })
    const witness = await WireClient.connect(server.url + server.pathFor('doc-1', { userId: 'luz' }))
    await halfOpen(server, ana)
    await eventually(() => expect(seenBy(witness).get(victimId)).toEqual({ at: 'before' }))
    const again = await WireClient.connect(server.url + ana)
    again.send(awarenessMessage(awarenessOf(victimId, { at: 'after' }, 2)))
    again.send(updateMessage(textUpdate('back', victimId)))
    await eventually(() => expect(again.acks).toHaveLength(1))
    await eventually(() => expect(seenBy(witness).get(victimId)).toEqual({ at: 'after' }))
    expect(server.stats().connections).toBe(3)
    const other = await WireClient.connect(server.url + server.pathFor('doc-1', { userId: 'eve' }))
    other.send(updateMessage(forgedAfter(textUpdate('back', victimId))))
    expect(await other.closed).toMatchObject({ code: 4509 })
  })
})

describe('I3: a holder that somebody else makes prove itself', () => {
  it.each([
    ['just before the heartbeat looks', 850],
    ['so that the heartbeat looks just before the doubt ends', 300],
  ])('%s is not cut, although its answers take a while', async (_when, afterBeatMs) => {
    const server = await startTestServer({ access, limits: { pingIntervalMs: 1_000, doubtMs: 800 } })
    const holder = new WebSocket(`${server.url}/room`, { autoPong: false })
    onTestFinished(() => holder.terminate())
    const text = textUpdate('mine', victimId)
    let pings = 0
    holder.on('ping', () => {
      pings++
      setTimeout(() => holder.readyState === WebSocket.OPEN && holder.pong(), 300)
    })
    const nextPing = (): Promise<unknown> => new Promise((resolve) => holder.once('ping', resolve))
    await new Promise((resolve) => holder.on('open', resolve))
    holder.send(Buffer.concat(updateMessage(text)))
    await nextPing()
    await new Promise((resolve) => setTimeout(resolve, afterBeatMs))
    const thief = await WireClient.connect(`${server.url}/room`)
    thief.send(updateMessage(forgedAfter(text)))
    expect(await thief.closed).toMatchObject({ code: 4509 })
    // The doubt's own ping, and two of the heartbeat behind it.
    await eventually(() => expect([pings >= 4, holder.readyState]).toEqual([true, WebSocket.OPEN]))
  })
})

describe('W2, W9: awareness', () => {
  it('that is forged is never relayed, nor a forged removal; the own removal is at once', async () => {
    const server = await startTestServer({ access, limits: { awarenessIntervalMs: 0 } })
    const witness = await WireClient.connect(`${server.url}/room`)
    const ana = stockClient(server.url, 'room', { clientId: victimId })
    ana.provider.awareness.setLocalStateField('user', { name: 'Ana' })
    await eventually(() => expect(seenBy(witness).get(victimId)).toEqual({ user: { name: 'Ana' } }))
    const thief = await WireClient.connect(`${server.url}/room`)
    thief.send(awarenessMessage(awarenessOf(victimId, { user: { name: 'Eve' } }, 1_000)))
    thief.send(awarenessMessage(awarenessOf(victimId, null, 1_001)))
    thief.send(awarenessMessage(awarenessOf(8, { user: { name: 'Eva' } })))
    await eventually(() => expect(seenBy(witness).get(8)).toEqual({ user: { name: 'Eva' } }))
    expect(seenBy(witness).get(victimId)).toEqual({ user: { name: 'Ana' } })
    expect(Buffer.concat(witness.messages).includes('Eve')).toBe(false)
    ana.provider.awareness.setLocalState(null)
    await eventually(() => expect(seenBy(witness).has(victimId)).toBe(false))
  })

  it('repeated for everybody, as stock clients do, closes nobody', async () => {
    const server = await startTestServer({ access })
    const clients = Array.from({ length: 4 }, () => stockClient(server.url, 'room'))
    await Promise.all(clients.map(synced))
    for (const [index, { provider }] of clients.entries()) provider.awareness.setLocalState({ index })
    await eventually(() => {
      for (const { provider } of clients) expect(provider.awareness.getStates().size).toBe(4)
    })
    const [one] = clients
    const echo = await WireClient.connect(`${server.url}/room`)
    if (one) {
      const everybody = [...one.provider.awareness.getStates().keys()]
      echo.send(awarenessMessage(encodeAwarenessUpdate(one.provider.awareness, everybody)))
    }
    await echo.catchUp()
    expect(server.stats().connections).toBe(5)
  })

  it('names the person of the token, whoever it claims to be', async () => {
    const server = await startTestServer()
    await server.internal('PUT', '/internal/documents/doc-1')
    const witness = await WireClient.connect(server.url + server.pathFor('doc-1', { userId: 'luz' }))
    const eve = await WireClient.connect(server.url + server.pathFor('doc-1', { userId: 'eve' }))
    eve.send(awarenessMessage(awarenessOf(8, { user: { id: 'luz', name: 'Eve' }, cursor: null })))
    await eventually(() =>
      expect(seenBy(witness).get(8)).toEqual({ user: { id: 'eve', name: 'Eve' }, cursor: null }),
    )
    eve.send(awarenessMessage(awarenessOf(8, { user: { name: 'Nobody' } }, 2)))
    await eventually(() => expect(seenBy(witness).get(8)).toEqual({ user: { id: 'eve', name: 'Nobody' } }))
    expect(Buffer.concat(witness.messages).includes('"luz"')).toBe(false)
  })
})
