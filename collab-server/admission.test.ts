import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'

import { addressOf, AddressQuota } from '#collab-server/address-quota'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import type { Limits } from '#collab-server/limits'

const access = { mode: 'open' } as const

/** Joins as somebody whom a trusted proxy names. */
function joinAs(server: TestServer, room: string, address: string): Promise<WireClient> {
  return WireClient.connect(`${server.url}/${room}`, { headers: { 'x-forwarded-for': address } })
}

describe('L8: as many as may come in do, one more is refused, and is let in when somebody has left', () => {
  it.each<[what: string, limits: Partial<Limits>, rooms: string[], address: string, status: number]>([
    ['connections in all', { maxConnections: 2 }, ['a', 'a', 'a'], '10.0.0.9', 503],
    ['connections of an address', { maxConnectionsPerAddress: 2 }, ['a', 'a', 'a'], '10.0.0.1', 429],
    ['rooms in all', { maxRooms: 2 }, ['a', 'b', 'c'], '10.0.0.9', 503],
    ['rooms of an address', { maxRoomsPerAddress: 2 }, ['a', 'b', 'c'], '10.0.0.1', 429],
  ])('%s', async (_what, limits, [first = '', second = '', third = ''], address, status) => {
    const server = await startTestServer({ access, limits, trustProxy: true })
    const one = await joinAs(server, first, '10.0.0.1')
    const two = await joinAs(server, second, '10.0.0.1')
    expect([one.refusedWith, two.refusedWith]).toEqual([undefined, undefined])
    const refused = await joinAs(server, third, address)
    expect(refused.refusedWith).toBe(status)
    expect(refused.retryAfter).toBe('10')
    one.webSocket.close()
    await eventually(async () => expect((await joinAs(server, third, address)).refusedWith).toBeUndefined())
  })

  it('what one address has used up is no matter to another, nor is a room that is open already', async () => {
    const limits = { maxConnectionsPerAddress: 2, maxRoomsPerAddress: 1 }
    const server = await startTestServer({ access, limits, trustProxy: true })
    await joinAs(server, 'a', '10.0.0.1')
    expect((await joinAs(server, 'b', '10.0.0.1')).refusedWith).toBe(429)
    expect((await joinAs(server, 'b', '10.0.0.2')).refusedWith).toBeUndefined()
    expect((await joinAs(server, 'b', '10.0.0.1')).refusedWith).toBeUndefined()
    expect((await joinAs(server, 'b', '10.0.0.1')).refusedWith).toBe(429)
  })

  it('without TRUST_PROXY the header is anybody’s claim and changes nothing', async () => {
    const server = await startTestServer({ access, limits: { maxConnectionsPerAddress: 1 } })
    expect((await joinAs(server, 'a', '10.0.0.1')).refusedWith).toBeUndefined()
    expect((await joinAs(server, 'a', '10.0.0.2')).refusedWith).toBe(429)
  })
})

it.each<
  [what: string, remoteAddress: string, headers: IncomingHttpHeaders, trustProxy: boolean, address: string]
>([
  ['the peer', '192.0.2.1', {}, false, '192.0.2.1'],
  ['the peer, whatever it claims', '192.0.2.1', { 'x-forwarded-for': '10.1.1.1' }, false, '192.0.2.1'],
  [
    'the last one that a proxy names',
    '127.0.0.1',
    { 'x-forwarded-for': '1.1.1.1, 2.2.2.2' },
    true,
    '2.2.2.2',
  ],
  ['the proxy, where it names nobody', '127.0.0.1', {}, true, '127.0.0.1'],
  ['IPv4 in IPv6', '::ffff:192.0.2.1', {}, false, '192.0.2.1'],
  ['a network of IPv6', '2001:db8:1:2:3:4:5:6', {}, false, '2001:db8:1:2::'],
  ['a network of IPv6 in short', '2001:db8::7', {}, false, '2001:db8:0:0::'],
  ['this machine', '::1', {}, false, '0:0:0:0::'],
])('counts for %s', (_what, remoteAddress, headers, trustProxy, address) => {
  expect(addressOf({ headers, socket: { remoteAddress } }, trustProxy)).toBe(address)
})

it('keeps nothing of an address that has given everything back', () => {
  const quota = new AddressQuota(2)
  for (let round = 0; round < 1_000; round++) {
    quota.take(`10.0.0.${round}`)
    quota.giveBack(`10.0.0.${round}`)
  }
  expect(quota.size).toBe(0)
})
