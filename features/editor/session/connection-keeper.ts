import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Awareness } from 'y-protocols/awareness'
import { writeSyncStep1 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'

import type { Role } from '#access/roles'
import { applyWithNames } from '#features/editor/binding/named-deletions'
import { readAcknowledgement } from '#features/editor/session/acknowledgement'
import { applyAsItCame } from '#features/editor/session/apply-as-it-came'
import {
  countingSocket,
  type SocketConstructor,
  type SocketWatcher,
} from '#features/editor/session/counting-socket'
import { getsThrough } from '#features/editor/session/gets-through'
import { backoffMs, decideOnClose, type SessionProblem } from '#features/editor/session/reconnecting'
import type { Acknowledgement } from '#features/editor/session/save-ledger'
import type { SessionTimings } from '#features/editor/session/timings'
import { TokenKeeper, type TokenAnswer } from '#features/editor/session/token-keeper'
import { Ways, type Way } from '#features/editor/session/ways'
import { connectionParameter } from '#protocol/connection-parameters'
import { tokenMessage } from '#protocol/message-parts'
import { messageType, syncMessageType } from '#protocol/message-types'
import { schemaVersion } from '#schema/version'

/** What a session hears of its connection. */
export type ConnectionEvents = {
  /** A socket was made: messages are counted from zero. */
  opened(): void
  closed(): void
  /** Before an update of the server is read into the doc. */
  receiving(update: () => Uint8Array): void
  /** The server has told all that it had. */
  caughtUp(): void
  /** `synced` may have changed. */
  changed(): void
  sent(kind: 'step2' | 'update'): void
  acknowledged(acknowledgement: Acknowledgement): void
  granted(role: Role): void
  /** Final. `accessLost` means that the app itself said so, not only the collab server. */
  stopped(problem: SessionProblem, accessLost: boolean): void
}

export type ConnectionOptions = {
  doc: Y.Doc
  serverUrl: string
  documentId: string
  token: string
  requestToken: () => Promise<TokenAnswer>
  Socket: SocketConstructor
  /** What takes its place in networks that let none through; without it, nothing does. */
  HttpSocket?: SocketConstructor | undefined
  timings: SessionTimings
  events: ConnectionEvents
}

const provenAfterMs = 3_000
/** What a browser says of a socket that was refused, or cut without a word. */
const closedUnclean = 1006
const longestWayBackPauseMs = 5 * 60_000

/**
 * Keeps the stock provider connected. The provider speaks the protocol; when to connect again, with
 * which token, and when to stop is decided here and nowhere else: its own reconnecting is off.
 */
export class ConnectionKeeper {
  readonly provider: WebsocketProvider
  readonly #options: ConnectionOptions
  readonly #token: TokenKeeper
  readonly #ways: Ways
  readonly #sockets: Record<Way, SocketConstructor>
  #attempts = 0
  #syncedAt: number | undefined
  /** Whatever was begun under an older turn (a token request, say) no longer counts. */
  #turn = 0
  #state: 'idle' | 'waiting' | 'connecting' | 'suspended' | 'stopped' = 'idle'
  #timer: ReturnType<typeof setTimeout> | undefined
  #probeTimer: ReturnType<typeof setTimeout> | undefined
  #renewTimer: ReturnType<typeof setTimeout> | undefined
  #wayBackTimer: ReturnType<typeof setTimeout> | undefined
  #wayBackPauseMs: number
  /** Of looking whether a WebSocket gets through by now. */
  #looking: AbortController | undefined
  #isReturning = false

  constructor(options: ConnectionOptions) {
    const { doc, serverUrl, documentId, events, timings } = options
    this.#options = options
    this.#token = new TokenKeeper(options.token, options.requestToken, timings)
    this.#wayBackPauseMs = timings.wayBackMs
    let current: WebSocket | undefined
    const watcher: SocketWatcher = {
      made: (socket) => {
        current = socket
        events.opened()
      },
      sent: (socket, kind) => {
        if (socket === current) events.sent(kind)
      },
    }
    this.#ways = new Ways(options.HttpSocket !== undefined)
    const webSocket = countingSocket(options.Socket, watcher)
    const http = options.HttpSocket ? countingSocket(options.HttpSocket, watcher) : webSocket
    this.#sockets = { webSocket, http }
    this.provider = new WebsocketProvider(serverUrl, documentId, doc, {
      connect: false,
      params: { [connectionParameter.schema]: String(schemaVersion), [connectionParameter.acks]: '1' },
      WebSocketPolyfill: webSocket,
      // Tabs of one browser share the server and the local copy. Past the server, an edit would reach the
      // other tab as if it came from there, and that tab would call "saved" what no disk has.
      disableBc: true,
      shouldReconnect: () => false,
    })
    this.#tellNamedDeletions()
    this.provider.messageHandlers[messageType.ack] = (_encoder, decoder) =>
      events.acknowledged(readAcknowledgement(decoder))
    this.provider.on('connection-close', (event) => this.#onClose(event))
    this.provider.on('status', ({ status }) => status === 'connected' && clearTimeout(this.#timer))
    this.provider.on('sync', (synced) => {
      this.#syncedAt = synced ? Date.now() : undefined
      if (synced) {
        this.#renewLater(timings.tokenRenewMs)
        if (this.way === 'http') this.#lookForWayBack(this.#wayBackPauseMs)
        events.caughtUp()
      }
      events.changed()
    })
  }

  get awareness(): Awareness {
    return this.provider.awareness
  }

  /** The server has answered the sync handshake on the present connection. */
  get synced(): boolean {
    return this.provider.synced
  }

  /** By which it is connected, or tries to. */
  get way(): Way {
    return this.#ways.way
  }

  connect(): void {
    if (this.#state === 'idle') void this.#attempt()
  }

  /** Connects at once where it was waiting for the next attempt; looks for a better way where it has a slow one. */
  hurry(): void {
    if (this.way === 'http' && this.synced) this.#lookForWayBack(0)
    if (this.#state !== 'waiting') return
    this.#attempts = 0
    void this.#attempt()
  }

  /**
   * Asks the server for a sign of life with a sync step 1, which is not counted and always answered.
   * Gives the connection up if neither anything arrived nor anything queued went out meanwhile.
   */
  probe(waitMs = this.#options.timings.deadAfterMs): void {
    const { ws, wsconnected, doc } = this.provider
    if (!ws || !wsconnected || this.#probeTimer !== undefined) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageType.sync)
    writeSyncStep1(encoder, doc)
    // Before the probe itself, which the system's buffers swallow on a dead connection too.
    const queuedBytes = ws.bufferedAmount
    ws.send(encoding.toUint8Array(encoder))
    const probedAt = Date.now()
    this.#probeTimer = setTimeout(() => {
      this.#probeTimer = undefined
      if (this.provider.ws !== ws) return
      const alive = this.provider.wsLastMessageReceived >= probedAt || ws.bufferedAmount < queuedBytes
      if (!alive) this.provider.disconnect()
    }, waitMs)
  }

  /** Leaves for now, as when the page goes into the back-forward cache. */
  suspend(): void {
    if (this.#state === 'stopped') return
    this.#leave('suspended')
  }

  resume(): void {
    if (this.#state !== 'suspended') return
    this.#attempts = 0
    void this.#attempt()
  }

  /** Disconnects for good, without telling. */
  stop(): void {
    this.#leave('stopped')
  }

  destroy(): void {
    this.stop()
    this.provider.destroy()
  }

  #leave(state: 'suspended' | 'stopped'): void {
    this.#state = state
    this.#turn++
    clearTimeout(this.#timer)
    clearTimeout(this.#renewTimer)
    this.#stopLooking()
    this.provider.disconnect()
  }

  #onClose(event: CloseEvent | null): void {
    // The provider looks at this after its own delay: it is ours to turn on again.
    this.provider.shouldConnect = false
    const opened = this.provider.wsconnected
    const refused = event !== null && !opened
    // A handshake alone proves little: a server whose disk fails closes right after each.
    const proven = this.#syncedAt !== undefined && Date.now() - this.#syncedAt >= provenAfterMs
    if (proven) this.#attempts = 0
    clearTimeout(this.#timer)
    clearTimeout(this.#renewTimer)
    clearTimeout(this.#probeTimer)
    this.#probeTimer = undefined
    this.#stopLooking()
    this.#options.events.closed()
    if (this.#state === 'suspended' || this.#state === 'stopped') return
    const decision = decideOnClose(event?.code)
    if (decision.next === 'stop') {
      // Once the provider has finished closing, since stopping disconnects it.
      queueMicrotask(() => void this.#stopFor(decision.problem))
      return
    }
    if (decision.next === 'reauthenticate') this.#token.distrust('certain')
    // A refusal before the upgrade has no code: only the app can say whether it was the token.
    else if (refused) this.#token.distrust('likely')
    const told = event !== null && event.code !== closedUnclean
    const timedOut = event === null && !opened
    const atOnce = this.#isReturning || this.#ways.ended({ opened, proven, told, timedOut }, Date.now())
    this.#isReturning = false
    if (atOnce) void this.#attempt()
    else this.#wait()
  }

  #wait(): void {
    this.#state = 'waiting'
    this.#attempts++
    clearTimeout(this.#timer)
    const delayMs = backoffMs(this.#attempts, this.#options.timings.longestBackoffMs)
    this.#timer = setTimeout(() => void this.#attempt(), delayMs)
    this.#options.events.changed()
  }

  async #attempt(): Promise<void> {
    clearTimeout(this.#timer)
    this.#state = 'connecting'
    const turn = ++this.#turn
    const token = await this.#token.get()
    if (turn !== this.#turn) return
    if (token.outcome === 'unavailable') {
      this.#wait()
      return
    }
    if (token.outcome !== 'granted') {
      this.#finish(token.outcome, true)
      return
    }
    this.#use(token)
    // A new clock for the same state: others have dropped it, and would not take the old one back.
    this.awareness.setLocalState(this.awareness.getLocalState())
    // The class that it makes its next socket of; it looks it up each time.
    Object.assign(this.provider, { _WS: this.#sockets[this.way] } satisfies Pick<WebsocketProvider, '_WS'>)
    try {
      this.provider.connect()
    } catch (error) {
      // An address that browsers refuse outright, such as ws: from an https page.
      console.error('The address of the collab server is not usable from this page', error)
      const neverOpens = { opened: false, proven: false, told: false, timedOut: true }
      if (this.#ways.ended(neverOpens, Date.now())) void this.#attempt()
      else this.#wait()
      return
    }
    // Where packets vanish, a browser waits minutes for the connection to fail.
    this.#timer = setTimeout(() => this.provider.disconnect(), this.#options.timings.connectTimeoutMs)
  }

  /** Tries after a while whether a WebSocket gets through, more and more rarely. */
  #lookForWayBack(afterMs: number): void {
    if (this.#looking) return
    clearTimeout(this.#wayBackTimer)
    this.#wayBackTimer = setTimeout(() => void this.#look(), afterMs)
  }

  async #look(): Promise<void> {
    const looking = new AbortController()
    this.#looking = looking
    this.#wayBackPauseMs = Math.min(2 * this.#wayBackPauseMs, longestWayBackPauseMs)
    const through = await getsThrough(this.#options.Socket, this.provider.url, looking.signal)
    if (looking.signal.aborted) return
    this.#looking = undefined
    if (!through) return this.#lookForWayBack(this.#wayBackPauseMs)
    this.#ways.returnToWebSocket()
    this.#isReturning = true
    // What it has not sent yet goes with the first exchange of the next connection, as after every break.
    this.provider.disconnect()
  }

  #stopLooking(): void {
    clearTimeout(this.#wayBackTimer)
    this.#looking?.abort()
    this.#looking = undefined
  }

  #tellNamedDeletions(): void {
    const { provider } = this
    const { messageHandlers, doc } = provider
    const handleSync = messageHandlers[messageType.sync]
    if (!handleSync) throw new TypeError('the provider knows no sync messages')
    messageHandlers[messageType.sync] = (encoder, decoder, ...rest) => {
      const body = decoder.arr.subarray(decoder.pos)
      if (body[0] !== syncMessageType.step1) this.#options.events.receiving(() => updateIn(body))
      const handle = () => handleSync(encoder, decoder, ...rest)
      applyWithNames(
        doc,
        () => updateIn(body),
        () => applyAsItCame(doc, () => [updateIn(body)], provider, handle),
      )
    }
  }

  /** Gives the live connection another token before its present one expires, so that it never breaks. */
  #renewLater(afterMs: number): void {
    clearTimeout(this.#renewTimer)
    this.#renewTimer = setTimeout(() => void this.#renew(), afterMs)
  }

  async #renew(): Promise<void> {
    const { timings } = this.#options
    const { ws } = this.provider
    const token = await this.#token.renew()
    // A connection made meanwhile has a timer of its own.
    if (!ws || this.provider.ws !== ws || !this.provider.wsconnected) return
    if (token.outcome === 'unavailable') return this.#renewLater(timings.tokenRenewRetryMs)
    if (token.outcome !== 'granted') return this.#finish(token.outcome, true)
    this.#use(token)
    ws.send(
      encoding.encode((encoder) => {
        for (const part of tokenMessage(token.token)) encoding.writeUint8Array(encoder, part)
      }),
    )
    this.#renewLater(timings.tokenRenewMs)
  }

  #use({ token, role }: { token: string; role?: Role }): void {
    this.provider.params = { ...this.provider.params, [connectionParameter.token]: token }
    if (role) this.#options.events.granted(role)
  }

  // Access is the app's to say: it may not know of the document's end.
  async #stopFor(problem: SessionProblem): Promise<void> {
    if (problem !== 'gone') return this.#finish(problem, false)
    this.#state = 'connecting'
    const turn = ++this.#turn
    this.#token.distrust('certain')
    const answer = await this.#token.get()
    if (turn !== this.#turn) return
    if (answer.outcome === 'gone' || answer.outcome === 'forbidden') this.#finish(answer.outcome, true)
    else this.#finish(problem, false)
  }

  #finish(problem: SessionProblem, accessLost: boolean): void {
    this.#leave('stopped')
    this.#options.events.stopped(problem, accessLost)
  }
}

/** The update in the body of a sync step 2 or update (PROTOCOL M2). */
function updateIn(body: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(body)
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}
