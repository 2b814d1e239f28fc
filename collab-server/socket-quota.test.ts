import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'

import { boundSockets } from '#collab-server/socket-quota'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { eventually } from '#collab-server/testing/eventually'

it('L8: an address holds so many sockets that have asked for nothing, and one more when one has gone', async () => {
  const http = createServer((_request, response) => response.end())
  boundSockets(http, 3)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.close()
    http.closeAllConnections()
  })
  const { port } = http.address() as AddressInfo
  const silent = Array.from({ length: 5 }, () => new RawSocket(port))
  await eventually(() => expect(silent.filter(({ ended }) => ended)).toHaveLength(2))
  const [first] = silent.filter(({ ended }) => !ended)
  first?.socket.destroy()
  await eventually(async () => {
    const another = new RawSocket(port)
    another.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await eventually(() => expect(another.ended || another.received.length > 0).toBe(true))
    expect(another.received.toString()).toMatch(/^HTTP\/1\.1 200 /)
  })
})
