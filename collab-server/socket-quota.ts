import type { Server } from 'node:http'

import { networkOfAddress } from '#access/network-of-address'
import { AddressQuota } from '#collab-server/address-quota'

/**
 * Cuts sockets of an address beyond so many, whatever they have asked for yet: one machine that connects and
 * says nothing must not keep everybody else out. Not for a server behind a proxy, whose address all have.
 */
export function boundSockets(http: Server, mostOfAddress: number): void {
  const quota = new AddressQuota(mostOfAddress)
  http.on('connection', (socket) => {
    const address = networkOfAddress(socket.remoteAddress ?? '')
    if (quota.has(address)) {
      quota.take(address)
      socket.once('close', () => quota.giveBack(address))
    } else {
      socket.destroy()
    }
  })
}
