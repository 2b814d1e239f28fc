import { WebSocketServer } from 'ws'

import { Admission, type AdmissionLimits } from '#collab-server/admission'
import type { Feed } from '#collab-server/feed/feed'
import { judgeFeedHandshake } from '#collab-server/feed/feed-handshake'
import type { Limits } from '#collab-server/limits'
import type { LiveAccess } from '#collab-server/live-access'
import type { Log } from '#collab-server/log'
import type { Access } from '#collab-server/settings'
import type { Enter } from '#collab-server/visit'
import { closeCodes } from '#protocol/close-codes'

/** A client has nothing to say here (PROTOCOL F4). */
const maxMessageBytes = 1 << 10

export type FeedUpgradeContext = {
  readonly access: Access
  readonly feed: Feed
  readonly limits: AdmissionLimits & Pick<Limits, 'closeGraceMs'>
  readonly liveAccess: Pick<LiveAccess, 'isOutdated'>
  readonly log: Log
}

/** The way in to the feed. Its connections are counted apart from those of documents. */
export function feedEntrance(context: FeedUpgradeContext): Enter {
  const { access, feed, limits, liveAccess, log } = context
  const admission = new Admission(limits)
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    maxFragments: 4,
    maxBufferedChunks: 64,
    closeTimeout: limits.closeGraceMs,
  } as const
  const webSockets = new WebSocketServer(options)

  return ({ request, socket, head, address }, refuse) => {
    const verdict = judgeFeedHandshake(request, access, Date.now(), (claims) =>
      liveAccess.isOutdated({ documentId: '', ...claims }),
    )
    if (verdict.outcome === 'refuse') return refuse(verdict.status, verdict.message)
    const refusal = admission.refusal(address, false, { connections: feed.size, rooms: 0 })
    if (refusal) return refuse(refusal.status, refusal.message)
    if (verdict.outcome === 'accept' && !feed.hasRoomFor(verdict.claims.userId)) {
      return refuse(429, 'too many feeds of one person')
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (verdict.outcome === 'expired') {
        webSocket.on('error', () => webSocket.terminate())
        const { code, reason } = closeCodes.tokenExpired
        return webSocket.close(code, reason)
      }
      admission.connectionOpened(address)
      feed.open(webSocket, verdict.claims, () => admission.connectionClosed(address))
      log('info', 'feed-opened', { userId: verdict.claims.userId })
    })
  }
}
