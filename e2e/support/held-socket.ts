import type { Page } from '@playwright/test'
import * as decoding from 'lib0/decoding'

import { feedPath } from '#protocol/feed'
import { messageType, syncMessageType } from '#protocol/message-types'

/**
 * Stands between one page and the collab server and can hold back what the page writes, so that a
 * test decides which edits of one person the other has seen. Everything else passes at once.
 */
export class HeldSocket {
  /** The Yjs client id of the page, once it has said something about itself. */
  clientId: number | undefined
  private holding = false
  private held: Buffer[] = []
  private arrived = 0
  private released = 0
  private sendToServer: (message: Buffer) => void = () => {}

  /** Must be called before the page opens the document. */
  static async before(page: Page, collabUrl: string): Promise<HeldSocket> {
    const socket = new HeldSocket()
    const { host } = new URL(collabUrl)
    await page.routeWebSocket(
      // Not the feed of what is new for its person, which goes to the same server.
      (url) => url.host === host && !url.pathname.endsWith(`/${feedPath}`),
      (route) => {
        const server = route.connectToServer()
        socket.sendToServer = (message) => server.send(message)
        route.onMessage((message) => socket.receive(Buffer.from(message)))
      },
    )
    return socket
  }

  /** From now on updates wait for `releaseUpTo`. */
  hold(): void {
    this.holding = true
  }

  /** How many updates the page has written since `hold`. */
  get count(): number {
    return this.arrived
  }

  /** Lets the first `count` updates since `hold` through to the server. */
  releaseUpTo(count: number): void {
    for (; this.released < count && this.held.length > 0; this.released++) {
      const message = this.held.shift()
      if (message) this.sendToServer(message)
    }
  }

  /** Lets everything through, what was held and what comes. */
  letThrough(): void {
    this.holding = false
    this.releaseUpTo(this.arrived)
  }

  private receive(message: Buffer): void {
    const decoder = decoding.createDecoder(message)
    const type = decoding.readVarUint(decoder)
    if (type === messageType.awareness) this.clientId ??= awarenessClient(decoder)
    const isUpdate = type === messageType.sync && decoding.readVarUint(decoder) === syncMessageType.update
    if (!this.holding || !isUpdate) {
      this.sendToServer(message)
      return
    }
    this.held.push(message)
    this.arrived++
  }
}

/** The first client id of an awareness message, whose type has been read already. */
function awarenessClient(decoder: decoding.Decoder): number | undefined {
  const update = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  return decoding.readVarUint(update) > 0 ? decoding.readVarUint(update) : undefined
}
