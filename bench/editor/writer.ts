import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import type { Place } from './places.ts'

/** Somebody in a document without a browser, with the stock provider and nothing else. */
export class Writer {
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider

  private constructor({ server, room, parameters }: Place) {
    this.#provider = new WebsocketProvider(server, room, this.#doc, {
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      params: { ...parameters },
    })
  }

  static async join(place: Place): Promise<Writer> {
    const writer = new Writer(place)
    await new Promise<void>((resolve) => writer.#provider.once('sync', () => resolve()))
    return writer
  }

  /** Puts in what was written elsewhere, in place of the empty paragraph that a document begins with. */
  async take(updates: readonly Uint8Array[]): Promise<void> {
    for (const update of updates) {
      Y.applyUpdate(this.#doc, update)
      // One at a time: a server may well refuse so much at once.
      // oxlint-disable-next-line no-await-in-loop
      await this.#sent()
    }
    const body = this.#doc.getXmlFragment(documentField.body)
    for (const index of [body.length - 1, 0]) {
      const block: unknown = body.get(index)
      const isEmpty =
        block instanceof Y.XmlElement && block.nodeName === 'paragraph' && textLength(block) === 0
      if (isEmpty) body.delete(index)
    }
    await this.#sent()
  }

  /** Types one letter at the end of the text of one of the blocks. */
  type(block: number): void {
    const body = this.#doc.getXmlFragment(documentField.body)
    for (let index = block; index < body.length; index++) {
      const element: unknown = body.get(index)
      const [text] = element instanceof Y.XmlElement ? element.toArray() : []
      if (!(text instanceof Y.XmlText)) continue
      text.insert(text.length, 'x')
      return
    }
  }

  /** Puts words behind the text of the first block once everything else is on its way. */
  async say(words: string): Promise<void> {
    await this.#sent()
    const first: unknown = this.#doc.getXmlFragment(documentField.body).get(0)
    const [text] = first instanceof Y.XmlElement ? first.toArray() : []
    if (!(text instanceof Y.XmlText)) throw new Error('the document does not begin with text')
    text.insert(text.length, words)
  }

  get blocks(): number {
    return this.#doc.getXmlFragment(documentField.body).length
  }

  leave(): void {
    this.#provider.destroy()
    this.#doc.destroy()
  }

  async #sent(): Promise<void> {
    while ((this.#provider.ws?.bufferedAmount ?? 0) > 0) {
      // oxlint-disable-next-line no-await-in-loop -- until the socket is empty
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}

function textLength(block: Y.XmlElement): number {
  const children: unknown[] = block.toArray()
  return children.reduce((sum: number, child) => sum + (child instanceof Y.XmlText ? child.length : 0), 0)
}
