import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { WebsocketProvider as WebsocketProviderV1 } from 'y-websocket-v1'
import { WebsocketProvider as WebsocketProviderV2 } from 'y-websocket-v2'
import * as Y from 'yjs'

/** The lines of y-websocket that people use, unchanged. */
const lines = { 1: WebsocketProviderV1, 2: WebsocketProviderV2, 3: WebsocketProvider } as const

export type StockClientLine = keyof typeof lines

export type StockClient = {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  destroy(): void
}

export type StockClientOptions = {
  readonly line?: StockClientLine
  readonly clientId?: number
  readonly doc?: Y.Doc
  readonly params?: Record<string, string>
  readonly WebSocket?: new (address: string | URL, protocols?: string | string[]) => WebSocket
}

/** A y-websocket provider as anybody would make it, but without BroadcastChannel; gone with the test. */
export function stockClient(url: string, roomName: string, options: StockClientOptions = {}): StockClient {
  const doc = options.doc ?? new Y.Doc()
  if (options.clientId !== undefined) doc.clientID = options.clientId
  const Provider = lines[options.line ?? 3] as typeof WebsocketProvider
  const provider = new Provider(url, roomName, doc, {
    disableBc: true,
    WebSocketPolyfill: (options.WebSocket ?? WebSocket) as unknown as typeof globalThis.WebSocket,
    maxBackoffTime: 250,
    ...(options.params && { params: options.params }),
  })
  const destroy = (): void => {
    provider.destroy()
    doc.destroy()
  }
  onTestFinished(destroy)
  return { doc, provider, destroy }
}

/** Resolves with the first handshake. */
export function synced({ provider }: StockClient): Promise<void> {
  if (provider.synced) return Promise.resolve()
  return new Promise((resolve) => {
    provider.on('sync', (state: boolean) => {
      if (state) resolve()
    })
  })
}
