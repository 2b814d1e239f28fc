import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'

import { messageType, syncMessageType } from '#protocol/message-types'
import { documentField } from '#schema/document-fields'

/**
 * A collab server for tests of the client that misbehaves on command: silent, refusing, closing with any
 * code. It relays nothing between clients and keeps one document in memory.
 */
export class ScriptedServer {
  readonly doc = new Y.Doc()
  /** Of the last `listen`, also after a `kill`. */
  port = 0
  /** Tokens of the upgrade requests, in order. */
  readonly tokens: (string | null)[] = []
  /** Tokens that live connections were given, in order. */
  readonly renewals: string[] = []
  /** HTTP status of a refusal before the upgrade. */
  refuse: number | undefined
  /** Closes with this code right after 101, before any document byte. */
  closeAtOnce: number | undefined
  /** Applies messages but acknowledges none. */
  withholdAcks = false
  /** Takes frames and does nothing with them, like a network that vanished. */
  deaf = false
  /** Refuses tokens other than this with 4401. */
  onlyToken: string | undefined
  #http: Server = createServer()
  #sockets = new Set<ServerSocket>()

  constructor() {
    this.doc.getXmlFragment(documentField.body).insert(0, [new Y.XmlElement('paragraph')])
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  get connections(): number {
    return this.#sockets.size
  }

  /** Listens, on the same port as before if there was one. */
  async listen(): Promise<void> {
    const http = createServer()
    const upgrades = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      // A client that gave up meanwhile resets it.
      socket.on('error', () => socket.destroy())
      this.tokens.push(new URL(request.url ?? '/', 'ws://localhost').searchParams.get('token'))
      if (this.refuse !== undefined) {
        socket.end(`HTTP/1.1 ${this.refuse} No\r\nconnection: close\r\n\r\n`)
        return
      }
      upgrades.handleUpgrade(request, socket, head, (client) => this.#serve(client, request))
    })
    await new Promise<void>((resolve) => http.listen(this.port, '127.0.0.1', resolve))
    this.#http = http
    this.port = (http.address() as AddressInfo).port
  }

  /** Goes away as a killed process does. */
  async kill(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate()
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  closeAll(code: number): void {
    for (const socket of this.#sockets) socket.close(code)
  }

  /** An edit by somebody else. */
  writeRemotely(change: (doc: Y.Doc) => void): void {
    const send = (update: Uint8Array) => {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, messageType.sync)
      writeUpdate(encoder, update)
      for (const socket of this.#sockets) socket.send(encoding.toUint8Array(encoder))
    }
    this.doc.on('update', send)
    change(this.doc)
    this.doc.off('update', send)
  }

  #serve(client: ServerSocket, request: IncomingMessage): void {
    const parameters = new URL(request.url ?? '/', 'ws://localhost').searchParams
    const wrongToken = this.onlyToken !== undefined && parameters.get('token') !== this.onlyToken
    const code = wrongToken ? 4401 : this.closeAtOnce
    if (code !== undefined) {
      client.close(code)
      return
    }
    this.#sockets.add(client)
    client.on('error', () => client.terminate())
    client.on('close', () => this.#sockets.delete(client))
    let count = 0
    client.on('message', (data: Buffer) => {
      if (this.deaf) return
      const message = new Uint8Array(data)
      const decoder = decoding.createDecoder(message)
      const type = decoding.readVarUint(decoder)
      if (type === messageType.token) this.renewals.push(decoding.readVarString(decoder))
      if (type !== messageType.sync) return
      const reply = encoding.createEncoder()
      encoding.writeVarUint(reply, messageType.sync)
      const kind = readSyncMessage(decoder, reply, this.doc, 'client')
      if (encoding.length(reply) > 1) client.send(encoding.toUint8Array(reply))
      if (kind === syncMessageType.step1) return
      count++
      if (parameters.get('acks') === '1' && !this.withholdAcks) client.send(this.#acknowledgement(count))
    })
    if (this.deaf) return
    const step1 = encoding.createEncoder()
    encoding.writeVarUint(step1, messageType.sync)
    writeSyncStep1(step1, this.doc)
    client.send(encoding.toUint8Array(step1))
  }

  // The vector of everybody, where a real server names the writer's own ids: the client looks up its own.
  #acknowledgement(count: number): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageType.ack)
    encoding.writeVarUint8Array(encoder, Y.encodeStateVector(this.doc))
    encoding.writeVarUint(encoder, count)
    return encoding.toUint8Array(encoder)
  }
}
