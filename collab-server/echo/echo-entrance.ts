import { WebSocketServer, type RawData } from 'ws'

import { AddressQuota } from '#collab-server/address-quota'
import { judgeFeedHandshake } from '#collab-server/feed/feed-handshake'
import type { Limits } from '#collab-server/limits'
import type { Access } from '#collab-server/settings'
import type { Enter } from '#collab-server/visit'
import { echoGreeting, echoPath } from '#protocol/echo'

/** Nobody needs more to try a connection; an office that looks at its network together does. */
const maxOfAddress = 20
const maxInAll = 500
const maxMessages = 100
const lifetimeMs = 90_000
const maxMessageBytes = 1 << 10

/** Whether a path is that of the echo, which there is only where there is an app to let people in. */
export function isEchoPath(path: string, { mode }: Access): boolean {
  return mode === 'token' && (path === `/${echoPath}` || path === `/collab/${echoPath}`)
}

/**
 * The way in to a connection that is about nothing: it greets and says back what it hears, until somebody has seen
 * that it works (PROTOCOL E). Nothing is sent on it otherwise, not even a ping, so that what cuts silence shows.
 */
export function echoEntrance(access: Access, { closeGraceMs }: Pick<Limits, 'closeGraceMs'>): Enter {
  const quota = new AddressQuota(maxOfAddress)
  let size = 0
  // One of these is newer than the types of ws.
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    closeTimeout: closeGraceMs,
  } as const
  const webSockets = new WebSocketServer(options)
  return ({ request, socket, head, address }, refuse) => {
    const verdict = judgeFeedHandshake(request, access, Date.now(), () => false)
    if (verdict.outcome === 'refuse') return refuse(verdict.status, verdict.message)
    if (verdict.outcome === 'expired') return refuse(401, 'no valid token')
    if (size >= maxInAll) return refuse(503, 'too many trials')
    if (!quota.has(address)) return refuse(429, 'too many trials from this address')
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      size++
      quota.take(address)
      const end = setTimeout(() => webSocket.close(1000, 'long enough'), lifetimeMs)
      let messages = 0
      webSocket.on('error', () => webSocket.terminate())
      webSocket.on('message', (data: RawData, isBinary) => {
        messages++
        if (messages > maxMessages) webSocket.close(1008, 'too many messages')
        else webSocket.send(data, { binary: isBinary })
      })
      webSocket.on('close', () => {
        clearTimeout(end)
        size--
        quota.giveBack(address)
      })
      webSocket.send(echoGreeting)
    })
  }
}
