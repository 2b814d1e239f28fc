import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'

import { eventually } from '#collab-server/testing/eventually'
import { readAck, type Ack } from '#protocol/ack'
import { syncStep1Message, updateMessage, type MessageParts } from '#protocol/message-parts'
import { messageType, syncMessageType } from '#protocol/message-types'

export type Closed = { readonly code: number; readonly reason: string }

export type WireClientOptions = {
  readonly origin?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A client that speaks the wire message by message and applies nothing by itself. */
export class WireClient {
  /** Everything the server sent, whole messages in order. */
  readonly messages: Uint8Array[] = []
  readonly closed: Promise<Closed>
  /** Undefined once the socket is open, else the HTTP status that refused it. */
  refusedWith: number | undefined
  /** The header of that answer. */
  retryAfter: string | undefined
  readonly webSocket: WebSocket

  private constructor(url: string, { origin, headers }: WireClientOptions) {
    this.webSocket = new WebSocket(url, {
      ...(origin !== undefined && { origin }),
      ...(headers && { headers }),
      perMessageDeflate: false,
    })
    this.webSocket.on('message', (data: Buffer) => this.messages.push(new Uint8Array(data)))
    this.webSocket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.webSocket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
  }

  /** Resolves when the server has answered the upgrade, one way or the other. */
  static async connect(url: string, options: WireClientOptions = {}): Promise<WireClient> {
    const client = new WireClient(url, options)
    onTestFinished(() => client.webSocket.terminate())
    await new Promise<void>((resolve) => {
      client.webSocket.on('open', resolve)
      client.webSocket.on('close', () => resolve())
      client.webSocket.on('unexpected-response', (_request, response) => {
        client.refusedWith = response.statusCode
        client.retryAfter = response.headers['retry-after']
        client.webSocket.terminate()
        resolve()
      })
    })
    return client
  }

  send(parts: MessageParts | Uint8Array): void {
    this.webSocket.send(parts instanceof Uint8Array ? parts : Buffer.concat(parts))
  }

  /** Sends a document's whole state as one update. */
  sendDoc(doc: Y.Doc): void {
    this.send(updateMessage(Y.encodeStateAsUpdate(doc)))
  }

  get acks(): Ack[] {
    return this.#bodies(messageType.ack).map(readAck)
  }

  /** Bodies of sync messages of a kind. */
  sync(kind: keyof typeof syncMessageType): Uint8Array[] {
    return this.#bodies(messageType.sync).flatMap((decoder) => {
      const type = decoding.readVarUint(decoder)
      return type === syncMessageType[kind] ? [decoding.readVarUint8Array(decoder)] : []
    })
  }

  get awareness(): Uint8Array[] {
    return this.#bodies(messageType.awareness).map((decoder) => decoding.readVarUint8Array(decoder))
  }

  /** A document made of every update and step 2 that came. */
  receivedDoc(): Y.Doc {
    const doc = new Y.Doc()
    for (const update of [...this.sync('step2'), ...this.sync('update')]) Y.applyUpdate(doc, update)
    return doc
  }

  /** Asks for everything and waits for the answer. @throws {Error} the server closed before it. */
  async catchUp(): Promise<void> {
    const before = this.sync('step2').length
    this.send(syncStep1Message(Y.encodeStateVector(new Y.Doc())))
    const answered = eventually(() => {
      if (this.sync('step2').length === before) throw new Error('no step 2 came')
    })
    const unlessClosed = async (): Promise<void> => {
      const { code } = await this.closed
      if (this.sync('step2').length === before) throw new Error(`closed with ${code} before a step 2 came`)
    }
    await Promise.race([answered, unlessClosed()])
  }

  #bodies(type: number): decoding.Decoder[] {
    return this.messages.flatMap((message) => {
      const decoder = decoding.createDecoder(message)
      return decoding.readVarUint(decoder) === type ? [decoder] : []
    })
  }
}

/** The update that a fresh document makes of a text. */
export function textUpdate(text: string, clientId = 100): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText('text').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
