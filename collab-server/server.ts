import { randomBytes } from 'node:crypto'
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'

import { Connection } from '#collab-server/connection'
import { DocumentWorkshop } from '#collab-server/document-workshop'
import { judgeHandshake } from '#collab-server/handshake'
import { answerHttp } from '#collab-server/http-routes'
import { Journal } from '#collab-server/journal'
import { defaultLimits } from '#collab-server/limits'
import { describeError } from '#collab-server/log'
import { Rooms } from '#collab-server/rooms'
import type { CollabServerSettings } from '#collab-server/settings'
import { Upkeep } from '#collab-server/upkeep'
import { YjsRoomState } from '#collab-server/yjs-room-state'
import { SqliteDocumentUpdateStore } from '#storage/sqlite/sqlite-document-update-store'

export type CollabServer = {
  readonly port: number
  stats(): { readonly rooms: number; readonly connections: number }
  /** Sends clients away with 1012, commits what was taken, and lets go of the data folder. */
  close(): Promise<void>
}

/**
 * Starts a collab server; several can run in one process, each on its own data folder.
 * @throws {StorageError} where the store does not open, or the system's error where the port is taken.
 */
export async function startCollabServer(settings: CollabServerSettings): Promise<CollabServer> {
  const { access, log = () => undefined, onFatal = () => undefined } = settings
  const limits = { ...defaultLimits, ...settings.limits }
  const openStore =
    settings.openStore ?? ((onCrash) => SqliteDocumentUpdateStore.open(settings.dataDir, onCrash))
  let ready = true
  const store = await openStore((error) => {
    ready = false
    log('error', 'store-crashed', { reason: describeError(error) })
    onFatal(error)
  })
  const journal = new Journal(store, limits.commitIntervalMs)
  const workshop = new DocumentWorkshop(limits.workerIdleMs)
  const upkeep = new Upkeep({ store, workshop, limits, log, projects: access.mode === 'token' })
  const openRoomState = settings.openRoomState ?? ((document) => new YjsRoomState(document))
  const makeMissing = access.mode === 'open'
  const rooms = new Rooms({ store, journal, upkeep, openRoomState, limits, log, makeMissing })
  const connections = new Set<Connection>()

  const internal = access.mode === 'token' ? { secret: access.secret, store, upkeep } : undefined
  const http = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.connectionsCheckingIntervalMs,
    },
    (request, response) => {
      answerHttp(request, response, { isReady: () => ready, internal, log }).catch((error: unknown) => {
        // The request broke off while it was being read.
        log('info', 'request-failed', { reason: describeError(error) })
        response.destroy()
      })
    },
  )
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes,
  })

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener a reset peer would end the process.
    socket.on('error', () => socket.destroy())
    if (!ready) return refuseUpgrade(socket, 503, 'shutting down')
    const verdict = judgeHandshake(request, access, Date.now())
    if (verdict.outcome === 'refuse') {
      log('info', 'handshake-refused', { status: verdict.status, reason: verdict.message })
      return refuseUpgrade(socket, verdict.status, verdict.message)
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const sessionId = randomBytes(9).toString('base64url')
      const { documentId, userId, canWrite, wantsAcks, closeName } = verdict
      const onEnd = (ended: Connection): void => void connections.delete(ended)
      const connection = new Connection({
        webSocket,
        socket,
        sessionId,
        userId,
        canWrite,
        wantsAcks,
        limits,
        log,
        onEnd,
      })
      connections.add(connection)
      log('info', 'connected', { sessionId, documentId, userId })
      if (closeName) connection.close(closeName)
      else rooms.join(documentId, connection)
    })
  })

  try {
    await listen(http, settings.host, settings.port)
    await upkeep.start()
  } catch (error) {
    http.close()
    await store.close()
    throw error
  }
  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.beat()
  }, limits.pingIntervalMs)

  return {
    port: (http.address() as AddressInfo).port,
    stats: () => ({ rooms: rooms.size, connections: connections.size }),
    close: async () => {
      ready = false
      clearInterval(heartbeat)
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      for (const connection of connections) connection.close('restarting')
      await journal.drain()
      // Whoever is still in the middle of a request had its time.
      const impatience = setTimeout(() => http.closeAllConnections(), limits.closeGraceMs)
      await closed
      clearTimeout(impatience)
      await upkeep.close()
      await store.close()
    },
  }
}

function listen(http: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      http.off('error', reject)
      resolve()
    })
  })
}

/** Before 101 there are no close codes, only HTTP. */
function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = `${message}\n`
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
