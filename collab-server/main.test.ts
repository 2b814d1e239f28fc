import { request } from 'node:http'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { freePort } from '#collab-server/testing/free-port'
import { startServerProcess } from '#collab-server/testing/server-process'
import { stockClient, synced, type StockClientLine } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'

const status = async (url: string): Promise<number> => (await fetch(url)).status

describe('node collab-server/main.ts', () => {
  it('serves stock clients of each line in open mode, and finds their text after SIGTERM and a new start', async () => {
    const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }
    const first = await startServerProcess(env)
    expect(first.log.at(-1)).toMatchObject({
      level: 'info',
      event: 'listening',
      host: '127.0.0.1',
      port: first.port,
    })
    expect(await status(`http://127.0.0.1:${first.port}/healthz`)).toBe(200)
    expect(await status(`http://127.0.0.1:${first.port}/readyz`)).toBe(200)
    const lines: StockClientLine[] = [1, 2, 3]
    const clients = lines.map((line) => stockClient(first.url, 'notes', { line }))
    for (const [index, { doc }] of clients.entries()) doc.getMap('map').set(`line ${index + 1}`, true)
    const all = { 'line 1': true, 'line 2': true, 'line 3': true }
    await eventually(() => {
      for (const { doc } of clients) expect(doc.getMap('map').toJSON()).toEqual(all)
    })
    const witness = await WireClient.connect(`${first.url}/notes`)
    expect(await first.kill('SIGTERM')).toBe(0)
    expect(await witness.closed).toMatchObject({ code: 1012 })
    for (const client of clients) client.destroy()

    const second = await startServerProcess(env)
    const late = stockClient(second.url, 'notes')
    await synced(late)
    expect(late.doc.getMap('map').toJSON()).toEqual(all)
  })

  it('commits on SIGTERM what it has taken, however much that is', async () => {
    const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }
    const first = await startServerProcess(env)
    const client = await WireClient.connect(`${first.url}/room?acks=1`)
    for (let index = 0; index < 500; index++) client.send(updateMessage(textUpdate('x', 1_000 + index)))
    await eventually(() => expect(client.acks.length).toBeGreaterThan(0))
    const started = performance.now()
    expect(await first.kill('SIGTERM')).toBe(0)
    expect(performance.now() - started).toBeLessThan(5_000)
    await client.closed
    const promised = client.acks.at(-1)?.messageCount ?? Infinity

    const second = await startServerProcess(env)
    const late = await WireClient.connect(`${second.url}/room`)
    await late.catchUp()
    expect(late.receivedDoc().getText('text').length).toBeGreaterThanOrEqual(promised)
  })

  it('ends within 5 s of SIGTERM although a peer answers nothing any more', async () => {
    const server = await startServerProcess({ COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() })
    const client = await WireClient.connect(`${server.url}/room`)
    client.webSocket.pause()
    const started = performance.now()
    expect(await server.kill('SIGTERM')).toBe(0)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('says all problems of the settings at once and ends with 78', async () => {
    const server = await startServerProcess({
      COLLAB_ACCESS: 'perhaps',
      COLLAB_SECRET: 'short',
      COLLAB_PORT: '0',
    })
    expect(await server.exited).toBe(78)
    for (const name of ['COLLAB_ACCESS', 'COLLAB_SECRET', 'COLLAB_PORT'])
      expect(server.stderr()).toContain(name)
  })

  it('says that its port is taken and ends with 75', async () => {
    const first = await startServerProcess({ COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() })
    const second = await startServerProcess({
      COLLAB_ACCESS: 'open',
      DATA_DIR: temporaryFolder(),
      COLLAB_PORT: String(first.port),
    })
    expect(await second.exited).toBe(75)
    expect(second.stderr()).toBe(
      `Port ${first.port} is taken by another program; stop that one or set COLLAB_PORT to a free port.\n`,
    )
  })

  it('says that the data folder is in use and ends with 75, while the first goes on', async () => {
    const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }
    const first = await startServerProcess(env)
    const second = await startServerProcess({ ...env, COLLAB_PORT: String(await freePort()) })
    expect(await second.exited).toBe(75)
    expect(second.stderr()).toMatch(/^The data folder .* is in use by another collab server;.*\n$/)
    const client = stockClient(first.url, 'room')
    await synced(client)
  })

  it('says that the store is damaged rather than to begin an empty one', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(path.join(dataDir, 'collab.sqlite'), 'not a database at all '.repeat(500))
    const server = await startServerProcess({ COLLAB_ACCESS: 'open', DATA_DIR: dataDir })
    expect(await server.exited).toBe(75)
    expect(server.stderr()).toMatch(/^The store cannot be opened: .*collab\.sqlite/)
  })

  it('writes no token to its log', async () => {
    const server = await startServerProcess({ DATA_DIR: temporaryFolder(), COLLAB_SECRET: 'x'.repeat(40) })
    const client = await WireClient.connect(`${server.url}/doc-1?token=very.secret&schema=1`)
    expect(client.refusedWith).toBe(401)
    await once(
      request(`http://127.0.0.1:${server.port}/internal/projections?token=very.secret`).end(),
      'response',
    )
    await server.kill('SIGTERM')
    expect(server.log.map(({ event }) => event)).toContain('handshake-refused')
    expect(JSON.stringify(server.log) + server.stderr()).not.toContain('very.secret')
  })
})
