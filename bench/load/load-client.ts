import { connect, type Socket } from 'node:net'

import { ClientFrames, type Dialect } from './dialect.ts'
import { type Expected, type MessageKind, Received } from './received.ts'
import type { RoomLog } from './room-log.ts'
import { clientFrame, opcode } from './server-frames.ts'
import { StreamCheck } from './stream-check.ts'

export type LoadClientOptions = {
  readonly port: number
  readonly dialect: Dialect
  readonly room: string
  readonly clientId: number
  readonly expected: Expected
  /** Hears of each run of characters as it comes; such a client reads for itself. */
  readonly onInserted?: (clientId: number, from: number, to: number) => void
}

const emptyLine = '\r\n\r\n'

/** One connection of a stock client, on a bare socket: to read cheaply leaves the processor to the server. */
export class LoadClient {
  readonly clientId: number
  readonly frames: ClientFrames
  /** Resolves with the first answer to its step 1; with a relay, once it is open. */
  readonly joined: Promise<void>
  /** Whether the whole document was in that answer. */
  firstSyncWhole = false
  /** Times it was answered a step 1. */
  step2s = 0
  /** Said once the server has closed, or the socket has ended. */
  closedWith: string | undefined
  bytesRead = 0
  reads = 0
  readonly #socket: Socket
  readonly #check: StreamCheck
  readonly #options: LoadClientOptions
  #handshake: string | undefined = ''
  #leaving = false
  #join: () => void = () => undefined
  #refuse: (error: Error) => void = () => undefined

  /** `buffer` is read into by all clients of a process, one after the other. */
  constructor(options: LoadClientOptions, buffer: Buffer) {
    const { port, dialect, room, clientId, expected, onInserted } = options
    this.#options = options
    this.clientId = clientId
    this.frames = new ClientFrames(dialect, room)
    this.#check = new StreamCheck(() => new Received(expected, dialect === 'named', clientId, onInserted), {
      onMessage: (kind) => this.#onMessage(kind),
      onPing: (payload) => this.send(clientFrame(opcode.pong, payload)),
      onClose: (code) => this.#end(`closed by the server with ${code}`),
    })
    this.joined = new Promise((resolve, reject) => {
      this.#join = resolve
      this.#refuse = reject
    })
    const callback = (length: number, bytes: Uint8Array): boolean => {
      try {
        this.#read(Buffer.from(bytes.buffer, bytes.byteOffset, length))
      } catch (error) {
        this.#end(`what came does not decode: ${String(error)}`)
      }
      return true
    }
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } }, () => {
      this.#socket.write(
        `GET /${room} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16, clientId).toString('base64')}${emptyLine}`,
      )
    })
    this.#socket.on('error', (error) => this.#end(error.message))
    this.#socket.on('close', () => this.#end('cut'))
  }

  /** All that came, checked. */
  get received(): Received {
    return this.#check.received
  }

  get isFollowing(): boolean {
    return this.#check.isFollowing
  }

  get isComplete(): boolean {
    return this.#check.isComplete
  }

  get unsentBytes(): number {
    return this.#socket.writableLength
  }

  follow(log: RoomLog): void {
    if (!this.#options.onInserted) this.#check.follow(log)
  }

  send(frame: Buffer): void {
    this.#socket.write(frame)
  }

  async leave(): Promise<void> {
    if (this.#socket.closed) return
    this.#leaving = true
    const closed = new Promise((resolve) => this.#socket.once('close', resolve))
    this.#socket.write(clientFrame(opcode.close, Uint8Array.of(3, 232)))
    const impatience = setTimeout(() => this.#socket.destroy(), 2000)
    await closed
    clearTimeout(impatience)
  }

  #read(chunk: Buffer): void {
    this.reads++
    this.bytesRead += chunk.length
    if (this.#handshake === undefined) return this.#check.read(chunk)
    this.#handshake += chunk.toString('latin1')
    const end = this.#handshake.indexOf(emptyLine)
    if (end < 0) return
    const answer = this.#handshake
    this.#handshake = undefined
    if (!answer.startsWith('HTTP/1.1 101')) return this.#end(`refused: ${answer.slice(0, end)}`)
    const { dialect } = this.#options
    if (dialect === 'relay') this.#join()
    else this.send(dialect === 'named' ? this.frames.token() : this.frames.askForEverything())
    const rest = Buffer.from(answer.slice(end + emptyLine.length), 'latin1')
    if (rest.length > 0) this.#check.read(rest)
  }

  #onMessage(kind: MessageKind): void {
    if (kind === 'auth') this.send(this.frames.askForEverything())
    if (kind === 'step1') this.send(this.frames.nothingToAdd())
    if (kind !== 'step2') return
    this.step2s++
    if (this.step2s === 1) this.firstSyncWhole = this.received.content.isComplete()
    this.#join()
  }

  #end(why: string): void {
    if (!this.#leaving) this.closedWith ??= why
    this.#refuse(new Error(`client ${this.clientId} in ${this.#options.room}: ${why}`))
    this.#socket.destroy()
  }
}
