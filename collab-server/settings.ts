import type { SharedBackend } from '#collab-server/bus/nodes'
import type { Limits } from '#collab-server/limits'
import type { Log } from '#collab-server/log'
import type { MetricsAccess } from '#collab-server/metrics/who-may-read'
import type { OpenRoomState } from '#collab-server/room-state'
import type { SharedSecret } from '#config/shared-secret'
import type { DocumentUpdateStore } from '#storage/document-update-store'
import type { StoreInterruption } from '#storage/store-interruption'

/** Who may come in. */
export type Access =
  /** Any valid room name, no token, no seeding, no schema check: like a stock y-websocket server. */
  | { readonly mode: 'open' }
  | {
      readonly mode: 'token'
      /** Shared with the app; signs tokens and internal requests. */
      readonly secret: SharedSecret
      readonly origins: OriginSettings
    }

export type OriginSettings = {
  /** Where set, exactly these. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Else the origin of this. */
  readonly publicUrl?: string | undefined
  /** Else pages of the host that is asked, on this port or on its own. */
  readonly appPort: number
  /** Whether `X-Forwarded-Host` says which host is asked, and `X-Forwarded-Proto` by which scheme. */
  readonly trustProxy: boolean
}

export type CollabServerSettings = {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly dataDir: string
  readonly access: Access
  /** Whether `X-Forwarded-For` says whom a connection counts for. */
  readonly trustProxy?: boolean
  /** Who may read `/metrics`; `local` unless said. */
  readonly metrics?: MetricsAccess
  readonly limits?: Partial<Limits>
  /** For how many days the past of documents is kept; for good unless said. */
  readonly historyDays?: number | undefined
  /** Less than so much free on the disk of `dataDir` is told to the log and administrators; 0 for never. */
  readonly lowDiskBytes?: number
  readonly log?: Log
  /** Instead of the journal and SQLite in `dataDir`. */
  readonly openStore?: (
    onCrash: (error: Error) => void,
    interruption: StoreInterruption,
  ) => Promise<DocumentUpdateStore>
  /** Instead of either: as one of several that work on one store. */
  readonly openShared?: (interruption: StoreInterruption) => Promise<SharedBackend>
  /** Instead of the one on bytes. */
  readonly openRoomState?: OpenRoomState
  /** Whether the thread that reads documents is started before anybody asks for one. */
  readonly warmsWorkshop?: boolean
  /** Something without which the server cannot go on has ended; the process should too. */
  readonly onFatal?: (error: Error) => void
}
