import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { Admission, type Load } from '#collab-server/admission'
import { Nodes, type SharedBackend } from '#collab-server/bus/nodes'
import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import type { Connection } from '#collab-server/connection'
import { DocumentWorkshop } from '#collab-server/document-workshop'
import { FairShare } from '#collab-server/fair-share'
import { takeNews } from '#collab-server/bus/take-news'
import { Feed } from '#collab-server/feed/feed'
import { WideFeed } from '#collab-server/feed/wide-feed'
import { answerHttp } from '#collab-server/http-routes'
import { Journal } from '#collab-server/journal'
import { defaultLimits } from '#collab-server/limits'
import { LiveAccess } from '#collab-server/live-access'
import { boundedLog, describeError } from '#collab-server/log'
import { MemoryBudget } from '#collab-server/memory-budget'
import { watchEventLoopLag } from '#collab-server/metrics/event-loop-lag'
import { Metrics } from '#collab-server/metrics/metrics'
import { memoryLimitBytes } from '#collab-server/metrics/memory-limit'
import { Monitor } from '#collab-server/monitoring/monitor'
import { DocumentLives } from '#collab-server/history/document-lives'
import { Retention } from '#collab-server/history/retention'
import { Openings } from '#collab-server/openings'
import { Rooms } from '#collab-server/rooms'
import type { CollabServerSettings } from '#collab-server/settings'
import { boundSockets } from '#collab-server/socket-quota'
import { StoreWatch } from '#collab-server/store-watch'
import { SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import { Tunnels } from '#collab-server/tunnel/tunnels'
import { acceptUpgrades, entrance } from '#collab-server/upgrades'
import { Upkeep } from '#collab-server/upkeep'
import { fixedSecret } from '#config/shared-secret'
import type { JournalEntry } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

/** How many sockets may be in the middle of a handshake or a request beside the connections. */
const unaskedConnections = 1_000

export type CollabServer = {
  readonly port: number
  stats(): Load
  /** Sends clients away with 1012, commits what was taken, and lets go of the data folder. */
  close(): Promise<void>
}

/**
 * Starts a collab server; several can run in one process, each on its own data folder.
 * @throws {StorageError} where the store does not open, or the system's error where the port is taken.
 */
export async function startCollabServer(settings: CollabServerSettings): Promise<CollabServer> {
  const { access, onFatal = () => undefined } = settings
  const limits = { ...defaultLimits, ...settings.limits }
  const log = boundedLog(settings.log ?? (() => undefined), limits.logLinesPerSecond)
  const metrics = new Metrics()
  const onDrainFailed = (error: unknown): void =>
    log('error', 'drain-failed', { reason: describeError(error) })
  const openStore =
    settings.openStore ??
    ((onCrash) => JournaledDocumentUpdateStore.open(settings.dataDir, { onCrash, onDrainFailed }))
  const watch = new StoreWatch(log, onFatal)
  const shared: SharedBackend | undefined = await settings.openShared?.(watch)
  const store = shared?.store ?? (await openStore(watch.crashed, watch))
  const nodes = shared && new Nodes({ ...shared, limits, log })
  const append = (entries: readonly JournalEntry[]): Promise<void> => store.append(entries)
  const journal = new Journal({ append, shared: shared?.store }, limits.commitIntervalMs, metrics)
  const workshop = new DocumentWorkshop(limits.workerIdleMs)
  const checks = new SuggestionChecks(limits.workerIdleMs, log)
  const feed = new Feed()
  const wideFeed = new WideFeed(feed, nodes?.bus)
  const openings = new Openings({ store, workshop })
  const upkeep = new Upkeep({
    store,
    workshop,
    limits,
    log,
    projects: access.mode === 'token',
    inTurn: nodes && ((documentId, work) => nodes.inTurn(`digest ${documentId}`, work)),
    onMentioned: (userIds) => wideFeed.tell(userIds, 'notifications'),
    onOpening: (documentId, opening) => openings.keep(documentId, opening),
  })
  const days = settings.historyDays
  const retention = days === undefined ? undefined : new Retention({ store, workshop, log, days })
  const openRoomState = settings.openRoomState ?? byteRoomStates(() => metrics.roomsOnYjs++)
  const makeMissing = access.mode === 'open'
  const admission = new Admission(limits)
  const rooms = new Rooms({
    store,
    journal,
    upkeep,
    openRoomState,
    limits,
    log,
    metrics,
    admission,
    checks,
    makeMissing,
    links: nodes?.links,
  })
  watch.listen({
    // Others may write to the documents from now on.
    lost: (error) => rooms.failAll(error),
    // Whose turn came meanwhile has been missed.
    regained: () =>
      void upkeep
        .start()
        .catch((error: unknown) => log('error', 'upkeep-failed', { reason: describeError(error) })),
  })
  const connections = new Set<Connection>()
  const load = (): Load => ({ rooms: rooms.size, connections: connections.size })
  const budget = new MemoryBudget(limits.maxBudgetBytes)
  const isReady = (): boolean => watch.isReady

  const liveAccess = new LiveAccess(access.mode === 'token' ? access.secret : fixedSecret(''))
  const documents = { store, journal, workshop, liveAccess, upkeep, rooms, feed, wideFeed, nodes }
  const lives = new DocumentLives({
    store,
    journal,
    workshop,
    maxBytes: limits.maxPastBytes,
    maxKeptBytes: limits.maxKeptLifeBytes,
    keptMs: limits.keptLifeMs,
  })
  const monitor = new Monitor({
    metrics,
    dataDir: settings.dataDir,
    lowDiskBytes: settings.lowDiskBytes ?? 0,
    standing: () => ({
      ...load(),
      people: countPeople(connections),
      memoryBytes: process.memoryUsage.rss(),
    }),
    tell: (userIds) => wideFeed.tell(userIds, 'status'),
    log,
  })
  const internal =
    access.mode === 'token' ? { secret: access.secret, openings, lives, monitor, ...documents } : undefined
  const enter = entrance({
    isReady,
    access,
    admission,
    rooms,
    connections,
    limits,
    log,
    metrics,
    share: new FairShare(metrics),
    budget,
    liveAccess,
    feed,
    onEnd: (connection) => {
      liveAccess.forget(connection)
      if (connections.delete(connection)) admission.connectionClosed(connection.peer.address)
    },
  })
  const tunnels = new Tunnels(enter, limits)
  const httpContext = {
    isReady,
    access,
    internal,
    tunnels,
    metrics,
    metricsAccess: settings.metrics ?? 'local',
    now: () => ({
      ...load(),
      heldBytes: budget.bytes,
      undrainedBytes: store.undrainedBytes ?? 0,
      people: countPeople(connections),
      feedConnections: feed.size,
      tunnels: tunnels.size,
      disk: monitor.disk,
      memoryLimitBytes: memoryLimitBytes(),
    }),
    log,
  } as const
  const http = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.connectionsCheckingIntervalMs,
    },
    (request, response) => {
      answerHttp(request, response, httpContext).catch((error: unknown) => {
        // The request broke off while it was being read.
        log('info', 'request-failed', { reason: describeError(error) })
        response.destroy()
      })
    },
  )
  // Of those too that have not said yet what they want.
  // A page has one for its document and one for its person's feed.
  http.maxConnections = 2 * limits.maxConnections + unaskedConnections
  if (!settings.trustProxy) boundSockets(http, 2 * limits.maxConnectionsPerAddress + unaskedConnections)
  acceptUpgrades(http, enter, { trustProxy: settings.trustProxy ?? false })

  try {
    await nodes?.listen(
      (news) => takeNews(news, documents),
      () => upkeep.takeOver(),
    )
    await listen(http, settings.host, settings.port)
    await upkeep.start()
    await monitor.start((http.address() as AddressInfo).port)
    retention?.start()
    if (settings.warmsWorkshop) void workshop.warmUp()
  } catch (error) {
    http.close()
    await nodes?.close()
    await store.close()
    throw error
  }
  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.beat()
    feed.beat()
  }, limits.pingIntervalMs)
  const endLagWatch = watchEventLoopLag(metrics.eventLoopLagSeconds)

  return {
    port: (http.address() as AddressInfo).port,
    stats: load,
    close: async () => {
      watch.end()
      clearInterval(heartbeat)
      endLagWatch()
      // It begins nothing new, and what it waits for ends with the workshop.
      const forgetting = retention?.close()
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      for (const connection of connections) connection.close('restarting')
      feed.close('restarting')
      tunnels.close()
      await journal.drain()
      // Whoever is still in the middle of a request had its time.
      const impatience = setTimeout(() => http.closeAllConnections(), limits.closeGraceMs)
      await closed
      clearTimeout(impatience)
      await upkeep.close()
      await monitor.close()
      await forgetting
      await checks.close()
      await nodes?.close()
      await store.close()
    },
  }
}

/** Of open mode nobody is known: each connection counts as somebody. */
function countPeople(connections: Iterable<Connection>): number {
  const people = new Set<string>()
  for (const { peer } of connections) people.add(peer.userId === '' ? peer.sessionId : peer.userId)
  return people.size
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
