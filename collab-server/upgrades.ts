import { randomBytes } from 'node:crypto'
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'

import { addressOf } from '#collab-server/address-quota'
import type { Admission } from '#collab-server/admission'
import { Connection, type ConnectionContext } from '#collab-server/connection'
import { echoEntrance, isEchoPath } from '#collab-server/echo/echo-entrance'
import type { Feed } from '#collab-server/feed/feed'
import { isFeedPath } from '#collab-server/feed/feed-handshake'
import { feedEntrance } from '#collab-server/feed/feed-upgrades'
import { judgeHandshake } from '#collab-server/handshake'
import type { Rooms } from '#collab-server/rooms'
import type { Access } from '#collab-server/settings'
import type { Enter } from '#collab-server/visit'

export type UpgradeContext = ConnectionContext & {
  readonly isReady: () => boolean
  readonly access: Access
  readonly admission: Admission
  readonly rooms: Rooms
  readonly connections: Set<Connection>
  readonly feed: Feed
}

/** The one way in, whatever carries the bytes. */
export function entrance(context: UpgradeContext): Enter {
  const { limits, log, metrics, admission, rooms, connections, liveAccess } = context
  // Three of these are newer than the types of ws.
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes,
    maxFragments: limits.maxFragments,
    maxBufferedChunks: limits.maxChunks,
    closeTimeout: limits.closeGraceMs,
  } as const
  const webSockets = new WebSocketServer(options)
  const enterFeed = feedEntrance(context)
  const enterEcho = echoEntrance(context.access, limits)

  return (visit, sayNo) => {
    const { request, socket, head, address } = visit
    const refuse = (status: number, reason: string): void => {
      metrics.countRefusal(status)
      log('info', 'handshake-refused', { status, reason })
      sayNo(status, reason)
    }
    if (!context.isReady()) return refuse(503, 'not ready')
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return refuse(426, 'not a WebSocket')
    const [path = ''] = (request.url ?? '').split('?', 1)
    if (isFeedPath(path, context.access)) return enterFeed(visit, refuse)
    if (isEchoPath(path, context.access)) return enterEcho(visit, refuse)
    const verdict = judgeHandshake(request, context.access, Date.now(), liveAccess.isOutdated)
    if (verdict.outcome === 'refuse') return refuse(verdict.status, verdict.message)
    const { documentId, userId, writing, wantsAcks, claims, closeName } = verdict
    const load = { connections: connections.size, rooms: rooms.size }
    const refusal = admission.refusal(address, !rooms.has(documentId), load)
    if (refusal) return refuse(refusal.status, refusal.message)
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const sessionId = randomBytes(9).toString('base64url')
      const peer = { sessionId, userId, address, writing, wantsAcks }
      const connection = new Connection(context, peer, webSocket, socket)
      connections.add(connection)
      if (claims) liveAccess.admit(connection, claims)
      admission.connectionOpened(address)
      metrics.connectionsAccepted++
      log('info', 'connected', { sessionId, documentId, userId })
      if (closeName) connection.close(closeName)
      else rooms.join(documentId, connection)
    })
  }
}

/** Takes upgrade requests to the entrance. */
export function acceptUpgrades(http: Server, enter: Enter, { trustProxy }: { trustProxy: boolean }): void {
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener a reset peer would end the process.
    socket.on('error', () => socket.destroy())
    const address = addressOf(request, trustProxy)
    enter({ request, socket, head, address }, (status, reason) => refuseUpgrade(socket, status, reason))
  })
}

/** Before 101 there are no close codes, only HTTP. */
function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = `${message}\n`
  const later = status === 429 || status === 503 ? 'Retry-After: 10\r\n' : ''
  const spoken = status === 426 ? 'Upgrade: websocket\r\n' : ''
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n${later}${spoken}` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
