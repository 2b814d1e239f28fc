import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'

import { holdAlone } from '#storage/postgres/hold-alone'
import { hasPostgres, newSchema } from '#storage/postgres/testing/test-schema'

describe.skipIf(!hasPostgres)('holding a schema alone', () => {
  it('is for one, until they let go', async () => {
    const location = newSchema()
    const letGo = await holdAlone(location, () => undefined)
    await expect(holdAlone(location, () => undefined)).rejects.toMatchObject({ code: 'inUse' })
    await letGo()
    await (
      await holdAlone(location, () => undefined)
    )()
  })

  it('is lost where the other end says nothing any more', async () => {
    const location = newSchema()
    const silent = await silentWay(location.url)
    const lost = new Promise<Error>((resolve) => {
      void holdAlone({ ...location, url: silent.url }, resolve, { every: 250, within: 200 }).then(() =>
        silent.fallSilent(),
      )
    })
    expect((await lost).message).toMatch(/timeout/i)
  })
})

/** A way to the database that can stop passing anything on, without closing. */
async function silentWay(url: string): Promise<{ url: string; fallSilent: () => void }> {
  const target = new URL(url)
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const onward = connect(Number(target.port || 5432), target.hostname)
    sockets.push(socket, onward)
    for (const one of [socket, onward]) one.on('error', () => undefined)
    socket.pipe(onward).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const own = new URL(url)
  own.hostname = '127.0.0.1'
  own.port = String((server.address() as AddressInfo).port)
  return {
    url: own.href,
    fallSilent: () => {
      for (const socket of sockets) socket.unpipe().pause()
    },
  }
}
